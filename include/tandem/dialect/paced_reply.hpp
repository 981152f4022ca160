#pragma once
// A reply whose bytes go out over time instead of at once: an event stream, or a fault that delays, drips, cuts or
// withholds an answer. Only a stand-in server makes them.

#include <chrono>
#include <cstdint>
#include <string>

namespace tandem::dialect {

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
    // Once, before the first next(): the formatted reply, head and body, which nobody else will write.
    virtual void begin(std::string reply) = 0;
    // Appends to `out` what goes out now. Called on the connection's I/O thread; must not block.
    virtual Step next(std::string& out) = 0;
};

}  // namespace tandem::dialect
