#pragma once
// The last requests of a stand-in server, as far as they may be shown: what was decoded, who called, the verdict, the
// time it took, the fault that was injected, and why a signature was refused.

#include "tandem/dialect/admin_route.hpp"
#include "tandem/dialect/wire.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

struct JournalEntry {
    std::uint64_t number = 0;  // from 1, without gaps
    TimePoint time{};
    std::chrono::microseconds took{};
    std::string request_id;
    std::string method;
    std::string path;  // without the query, which may hold signatures and plaintext
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
    std::shared_ptr<const dialect::SignatureExplanation> explanation;
};

// A ring whose entries keep their memory. Thread-safe.
class Journal {
  public:
    explicit Journal(std::size_t capacity);

    // The server's own API is not recorded.
    void record(const dialect::Exchange& exchange, std::chrono::microseconds took);

    // From `after` on, the oldest first; `visit` must not come back to the journal.
    void for_each(std::uint64_t after, const std::function<void(const JournalEntry&)>& visit) const;
    // The newest of that request id.
    [[nodiscard]] std::optional<JournalEntry> find(std::string_view request_id) const;
    [[nodiscard]] std::uint64_t last() const;
    void clear();

  private:
    mutable std::mutex mutex_;
    std::vector<JournalEntry> ring_;
    std::uint64_t last_ = 0;     // number of the newest entry
    std::uint64_t cleared_ = 0;  // numbers up to this are gone
};

// GET (a list, or server-sent events with ?follow=yes) and DELETE of /_tandem/requests, GET of one.
std::vector<dialect::AdminRoute> journal_routes(Journal& journal);

}  // namespace tandem::app
