#pragma once
// How many connections there are, in all and from each address. Shared by the I/O threads.

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace tandem::http {

// Who a connection limit is counted for: an IPv4 address, or the /64 of an IPv6 address, which is what one client has.
struct Peer {
    std::array<std::uint8_t, 8> network{};
    bool counted = false;  // false: unix socket, or exempt
    bool local = false;    // a unix socket: its file's mode says who may connect
    friend bool operator==(const Peer&, const Peer&) = default;
};

class ConnectionCounts {
  public:
    // The new numbers, the added connection included.
    struct Totals {
        std::size_t open;
        std::size_t of_peer;
    };
    Totals add(const Peer& peer);
    void remove(const Peer& peer) noexcept;

    [[nodiscard]] std::size_t open() const noexcept { return open_.load(std::memory_order_relaxed); }
    void count_displaced() noexcept { displaced_.fetch_add(1, std::memory_order_relaxed); }
    // Connections that were closed to make room for others.
    [[nodiscard]] std::uint64_t displaced() const noexcept { return displaced_.load(std::memory_order_relaxed); }
    [[nodiscard]] std::uint64_t total() const noexcept { return total_.load(std::memory_order_relaxed); }

  private:
    std::atomic<std::size_t> open_{0};
    std::atomic<std::uint64_t> total_{0};
    std::atomic<std::uint64_t> displaced_{0};
    std::mutex mutex_;
    std::map<std::array<std::uint8_t, 8>, std::size_t> peers_;
};

}  // namespace tandem::http
