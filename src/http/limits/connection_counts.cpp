#include "connection_counts.hpp"

namespace tandem::http {

ConnectionCounts::Totals ConnectionCounts::add(const Peer& peer) {
    std::size_t of_peer = 0;
    if (peer.counted) {
        const std::lock_guard lock{mutex_};
        of_peer = ++peers_[peer.network];
    }
    total_.fetch_add(1, std::memory_order_relaxed);
    return {open_.fetch_add(1, std::memory_order_relaxed) + 1, of_peer};
}

void ConnectionCounts::remove(const Peer& peer) noexcept {
    open_.fetch_sub(1, std::memory_order_relaxed);
    if (!peer.counted) return;
    const std::lock_guard lock{mutex_};
    if (const auto found = peers_.find(peer.network); found != peers_.end() && --found->second == 0) {
        peers_.erase(found);
    }
}

}  // namespace tandem::http
