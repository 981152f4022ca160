#pragma once
// A reply whose bytes go out over time instead of at once: an event stream, or a fault that delays, drips, cuts or
// withholds an answer. Only a stand-in server makes them.
//
// The session asks next() again and again, each time after what it got is sent and the pause is over. Meanwhile the
// connection answers nothing else: requests that the client sends already wait. It has no deadline but that of a client
// that does not take its bytes. When the client closes its side, or the server stops, the reply is dropped at once.

#include <chrono>
#include <cstdint>
#include <string>

namespace tandem::api {

class PacedReply {
  public:
    enum class Then : std::uint8_t {
        wait,      // ask again after `pause`
        finished,  // the reply is complete: the connection goes on as after any other
        close,     // close the connection in good order
        reset,     // reset it, so that the peer sees an error
    };
    struct Step {
        Then then = Then::finished;
        std::chrono::milliseconds pause{0};
    };

    virtual ~PacedReply() = default;
    // Once, before the first next(): the formatted reply, head and body, which nobody else will write. It may hold
    // plaintext: wipe what is kept of it.
    virtual void begin(std::string reply) = 0;
    // Appends to `out` what goes out now; the rest of the step holds once that is sent. Called on the connection's I/O
    // thread, never twice at a time; must not block. Steps with no bytes and no pause come one event of the thread
    // apart, so that other connections go on.
    virtual Step next(std::string& out) = 0;
};

}  // namespace tandem::api
