// The part of an I/O thread that makes room: for a new connection, and where memory is short.

#include "io_thread.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>

namespace tandem::http {

// ---- memory ----

bool IoThread::admits_body(bool authenticated) noexcept {
    const MemoryBudget& budget = memory_.budget();
    if (!budget.is_short()) return true;
    if (!authenticated) return false;
    relieve_memory();
    return !budget.is_critical();
}

void IoThread::relieve_memory() noexcept {
    MemoryBudget& budget = memory_.budget();
    if (!budget.is_critical()) return;
    memory_.return_unused();
    while (budget.is_critical()) {
        if (!close_oldest_unauthenticated(nullptr)) {
            if (IoThread* const other = another_with_unauthenticated()) {
                if (!other->relief_asked_.exchange(true)) {
                    asio::post(other->context_, [other] {
                        other->relief_asked_ = false;
                        other->relieve_memory();
                    });
                }
                return;
            }
            if (!close_oldest_idle(nullptr)) return;
        }
        budget.count_shed();
        memory_.return_unused();
    }
}

// ---- connections ----

bool IoThread::make_room(const ConnectionCounts::Totals& totals, const Peer& peer) {
    ConnectionCounts& connections = shared_.connections;
    if (totals.of_peer > limits().connections_per_address) {
        if (!close_oldest_unauthenticated(&peer) && !close_oldest_idle(&peer)) return false;
        connections.count_displaced();
    } else if (totals.open > limits().connections) {
        if (!close_oldest_unauthenticated(nullptr)) {
            IoThread* const other = another_with_unauthenticated();
            if (other != nullptr) {
                asio::post(other->context_, [other] { other->close_oldest_unauthenticated(nullptr); });
            } else if (!close_oldest_idle(nullptr)) {
                return false;
            }
        }
        connections.count_displaced();
    }
    return true;
}

bool IoThread::make_descriptor_room() {
    if (!close_oldest_unauthenticated(nullptr)) {
        // Its descriptor comes a moment later.
        if (IoThread* const other = another_with_unauthenticated()) {
            asio::post(other->context_, [this, other] {
                other->close_oldest_unauthenticated(nullptr);
                asio::post(context_, [this] { resume_accepting(); });
            });
            return false;
        }
        if (!close_oldest_idle(nullptr)) return false;
    }
    shared_.connections.count_displaced();
    return true;
}

void IoThread::resume_accepting() {
    if (draining_) return;
    for (const auto& listening : tcp_) {
        if (listening->paused) accept(*listening);
    }
    for (const auto& listening : unix_) {
        if (listening->paused) accept(*listening);
    }
}

bool IoThread::close_oldest_unauthenticated(const Peer* of_peer) noexcept {
    const auto oldest =
        std::find_if(unauthenticated_.begin(), unauthenticated_.end(), [of_peer](const Session& session) {
            return session.may_be_closed() && (of_peer == nullptr || session.peer() == *of_peer);
        });
    return oldest != unauthenticated_.end() && close_for_room(*oldest);
}

bool IoThread::close_oldest_idle(const Peer* of_peer) noexcept {
    const auto oldest = std::find_if(idle_.begin(), idle_.end(), [of_peer](const Session& session) {
        return of_peer == nullptr || session.peer() == *of_peer;
    });
    return oldest != idle_.end() && close_for_room(*oldest);
}

bool IoThread::close_for_room(Session& session) noexcept {
    if (serving_) {
        if (closed_in_turn_.size() == closed_in_turn_.capacity()) return false;
        closed_in_turn_.emplace_back(&session);
    }
    session.abort();
    return true;
}

IoThread* IoThread::another_with_unauthenticated() const noexcept {
    for (const auto& thread : shared_.threads) {
        if (thread.get() != this && thread->unauthenticated_count_.load(std::memory_order_relaxed) > 0) {
            return thread.get();
        }
    }
    return nullptr;
}

}  // namespace tandem::http
