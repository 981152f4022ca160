#pragma once
// Rate limit without a lock: one atomic holds the time at which the bucket would be full again (GCRA).

#include <atomic>
#include <cstdint>

namespace tandem {

class TokenBucket {
  public:
    // Takes one token at `now` (nanoseconds, any monotonic origin). `per_second` tokens come back a second and
    // one second's worth is the capacity; a new bucket is full. 0 = no limit. Thread-safe.
    [[nodiscard]] bool take(std::int64_t now_nanoseconds, std::uint32_t per_second) noexcept {
        if (per_second == 0) return true;
        constexpr std::int64_t kSecond = 1'000'000'000;
        const std::int64_t interval = kSecond / per_second;
        std::int64_t full_at = full_at_.load(std::memory_order_relaxed);
        for (;;) {
            const std::int64_t base = full_at > now_nanoseconds ? full_at : now_nanoseconds;
            if (base + interval - now_nanoseconds > kSecond) return false;
            if (full_at_.compare_exchange_weak(full_at, base + interval, std::memory_order_relaxed)) return true;
        }
    }

  private:
    // Nanoseconds; a new bucket has been full for ever.
    std::atomic<std::int64_t> full_at_{INT64_MIN / 2};
};

}  // namespace tandem
