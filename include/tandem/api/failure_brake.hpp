#pragma once
// A brake on failed authentication: a bucket an address.
//
// Passwords can be guessed: over the limit none is looked at, right or wrong. Signatures and tokens cannot: they are
// verified always, and over the limit a failure is answered as throttling, which tells nothing. So no failure of others
// keeps a client with a key away, behind the same address or elsewhere.

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <vector>

namespace tandem::api {

using ClientAddress = std::array<std::uint8_t, 8>;  // as in WireRequest; zeros, a unix socket, are never over

// Thread-safe. Takes 256 KiB, however many addresses there are: those that failed least recently are forgotten.
class FailureBrake {
  public:
    // Failures that come back a second; five times as many may come at once. At least one.
    explicit FailureBrake(std::uint32_t per_second);

    // Counts a failure; `now` are nanoseconds of a monotonic clock. False: it is over the limit, and was not counted.
    [[nodiscard]] bool count(const ClientAddress& client, std::int64_t now);
    // Whether the next failure would be.
    [[nodiscard]] bool is_over(const ClientAddress& client, std::int64_t now) const;
    // Notes an answer in the vendor's words for it.
    void throttled() noexcept { throttled_.fetch_add(1, std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t answers_throttled() const noexcept {
        return throttled_.load(std::memory_order_relaxed);
    }

  private:
    struct Entry {
        ClientAddress client{};
        std::int64_t empty_at = 0;  // when nothing will be counted against it any more
    };
    static constexpr std::size_t kWays = 4;
    static constexpr std::size_t kSets = 4096;

    [[nodiscard]] std::size_t set_of(const ClientAddress& client) const noexcept;
    [[nodiscard]] bool would_be_over(std::int64_t empty_at, std::int64_t now) const noexcept;

    const std::int64_t interval_;
    const std::int64_t most_ahead_;
    const std::uint64_t seed_;  // so that nobody can choose addresses that push each other out
    mutable std::mutex mutex_;
    std::vector<Entry> entries_;
    std::atomic<std::uint64_t> throttled_{0};
};

}  // namespace tandem::api
