#pragma once
// The rate buckets of tenants, so many each, which are found by the tenant's serial (store::Tenant::serial).

#include "tandem/base/token_bucket.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

namespace tandem::api {

// A hash table that only grows: open addressing, never more than half full. A tenant's buckets come with the first
// request for them and stay as long as the table, since its serial may be asked for as long; so there are as many as
// tenants that have called. What a wider table replaced stays as well, because a reader may still be in it; all of
// that together is smaller than the newest.
class TenantBuckets {
  public:
    // Every tenant has `each` buckets.
    explicit TenantBuckets(std::size_t each);

    // Any thread. Serials begin at 1; `at` is below `each`. Neither locks nor allocates once the serial was asked for.
    [[nodiscard]] TokenBucket& find(std::uint64_t serial, std::size_t at) {
        TokenBucket* const found = newest_.load(std::memory_order_acquire)->find(serial);
        return (found != nullptr ? found : find_or_add(serial))[at];
    }

  private:
    // Cells are written under the lock, `serial` last, and never again.
    struct Cell {
        std::atomic<std::uint64_t> serial{0};  // 0: empty
        TokenBucket* buckets = nullptr;
    };
    class Cells {
      public:
        explicit Cells(int bits) : shift_(64 - bits), cells_(std::size_t{1} << bits) {}

        [[nodiscard]] TokenBucket* find(std::uint64_t serial) const noexcept {
            for (std::size_t at = first(serial);; at = next(at)) {
                const std::uint64_t held = cells_[at].serial.load(std::memory_order_acquire);
                if (held == serial) return cells_[at].buckets;
                if (held == 0) return nullptr;
            }
        }
        [[nodiscard]] std::size_t size() const noexcept { return cells_.size(); }
        void add(std::uint64_t serial, TokenBucket* buckets) noexcept;
        void add_all(const Cells& others) noexcept;

      private:
        // Serials follow each other; the multiplication by 2^64 over the golden ratio spreads them.
        [[nodiscard]] std::size_t first(std::uint64_t serial) const noexcept {
            return static_cast<std::size_t>(serial * 0x9e37'79b9'7f4a'7c15 >> shift_);
        }
        [[nodiscard]] std::size_t next(std::size_t at) const noexcept { return (at + 1) & (cells_.size() - 1); }

        int shift_;
        std::vector<Cell> cells_;
    };

    TokenBucket* find_or_add(std::uint64_t serial);
    void widen();

    const std::size_t each_;
    std::mutex mutex_;  // of all that is below
    std::vector<std::unique_ptr<TokenBucket[]>> blocks_;
    std::vector<std::unique_ptr<Cells>> tables_;  // the newest last
    std::atomic<const Cells*> newest_{nullptr};   // written under the lock
};

}  // namespace tandem::api
