#pragma once
// The last requests of a stand-in server, as far as they may be shown: what was decoded, who called, the verdict, the
// time it took, the fault that was injected, and why a signature was refused.

#include "tandem/api/admin_route.hpp"
#include "tandem/api/wire.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::standin {

// Every text is bounded, so that an entry holds about 50 KiB at most and usually less than one.
struct JournalEntry {
    std::uint64_t number = 0;  // from 1, without gaps
    TimePoint time{};          // real time, whatever the server's clock was moved to
    std::chrono::microseconds took{};
    std::string request_id;  // empty: refused before an API was known
    std::string method;
    std::string path;  // without the query, which may hold signatures and plaintext; of plain characters
    std::string_view dialect;
    std::string_view action;
    std::string access_key_id;
    std::optional<TenantId> tenant;
    std::optional<KeyId> key;
    std::string parameters;  // a JSON object; values only where they may be shown
    unsigned status = 0;
    bool failed = false;
    ErrorCode error{};
    std::string vendor_code;
    std::string diagnosis;
    std::string fault;
    std::shared_ptr<const api::SignatureExplanation> explanation;
};

// A ring whose entries keep their memory. Thread-safe; no call holds the lock for longer than a few copies take.
class Journal {
  public:
    explicit Journal(std::size_t capacity) : capacity_(capacity) {}  // 0: remembers nothing

    // The server's own API is not recorded.
    void record(const api::Exchange& exchange, std::chrono::microseconds took);

    // At most `most` of those after that number, the oldest first. A number that was never given counts as 0: it is
    // of a server that ran here before.
    [[nodiscard]] std::vector<JournalEntry> after(std::uint64_t number, std::size_t most) const;
    // The newest of that request id, which is not empty.
    [[nodiscard]] std::optional<JournalEntry> find(std::string_view request_id) const;
    [[nodiscard]] std::uint64_t last() const;  // number of the newest entry that ever was; 0: none
    void clear();                              // numbers go on

  private:
    [[nodiscard]] std::uint64_t first_after(std::uint64_t number) const noexcept;  // holds mutex_
    [[nodiscard]] const JournalEntry& entry(std::uint64_t number) const noexcept {
        return ring_[(number - 1) % capacity_];
    }

    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::deque<JournalEntry> ring_;  // grows up to the capacity
    std::uint64_t last_ = 0;
    std::uint64_t cleared_ = 0;  // numbers up to this are gone
};

}  // namespace tandem::standin
