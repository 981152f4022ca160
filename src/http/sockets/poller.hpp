#pragma once
// Tells which of a thread's sockets became ready. Each is registered once and edge-triggered (epoll(7)), so that
// waiting costs no system call: Asio's async_wait makes one each time.

#include "descriptor.hpp"

#include <array>
#include <span>
#include <sys/epoll.h>

namespace tandem::http {

// Readiness of one socket, as epoll said.
struct Readiness {
    bool readable = false;
    bool writable = false;
    bool ending = false;  // the peer has sent its last byte, or the connection is broken
};

class Poller {
  public:
    struct Event {
        void* owner;
        Readiness readiness;
    };

    Poller();  // throws std::system_error

    // Itself a descriptor that becomes readable when a socket is ready.
    [[nodiscard]] int descriptor() const noexcept { return epoll_.get(); }
    // Until the socket is closed. Throws std::system_error.
    void add(int socket, void* owner);
    // Events since the last call, at most some of it; never waits.
    [[nodiscard]] std::span<const Event> poll() noexcept;

  private:
    // Answered together; more would push the first ones' buffers out of the cache before their replies are sent.
    static constexpr std::size_t kMostEvents = 64;

    Descriptor epoll_;
    std::array<Event, kMostEvents> events_{};
};

}  // namespace tandem::http
