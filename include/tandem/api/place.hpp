#pragma once
// Where a request runs: on the thread that read it, or on one of the worker pool, by what it takes there.

#include <cstdint>

namespace tandem::api {

// Each later place may do what the earlier ones may (docs/adr/0010).
enum class Place : std::uint8_t {
    io_thread,   // microseconds
    worker,      // waits for the disk
    calculator,  // milliseconds of a processor: private keys, long lists
    generator,   // up to seconds of a processor: RSA keys are made
};

}  // namespace tandem::api
