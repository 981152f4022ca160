#pragma once
// Counts the requests that match a rule, and says whose turn it is.

#include "tandem/base/token_bucket.hpp"

#include "chance.hpp"
#include "rule.hpp"

#include <cstdint>
#include <mutex>
#include <optional>

namespace tandem::standin {

struct FaultCounts {
    std::uint64_t matched = 0;
    std::uint64_t fired = 0;
    bool spent = false;  // it will never fire again
};

// Thread-safe. Times are nanoseconds of the monotonic clock.
class FaultTurns {
  public:
    FaultTurns(FaultTurn turn, const Chance& chance, std::int64_t set_at)
        : turn_(std::move(turn)), chance_(chance), set_at_(set_at) {}

    // Counts a request that matches. Its number, from 1, when the rule fires for it.
    std::optional<std::uint64_t> take(std::int64_t now);
    [[nodiscard]] FaultCounts counts(std::int64_t now) const;

  private:
    [[nodiscard]] bool has_left() const noexcept { return !turn_.next || fired_ < *turn_.next; }
    [[nodiscard]] bool is_in_window(std::int64_t now) const noexcept;
    [[nodiscard]] bool is_nth() const noexcept;
    [[nodiscard]] bool is_spent(std::int64_t now) const noexcept;

    const FaultTurn turn_;
    const Chance chance_;
    const std::int64_t set_at_;
    mutable std::mutex mutex_;
    TokenBucket bucket_;
    std::uint64_t matched_ = 0;
    std::uint64_t fired_ = 0;
};

}  // namespace tandem::standin
