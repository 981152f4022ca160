#pragma once
// Whether the wall clock can be believed: it is held against the time since the machine started, which nobody sets and
// which goes on while the machine sleeps (CLOCK_BOOTTIME). Not thread-safe.

#include "tandem/base/clock.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace tandem::app {

struct ClockReading {
    TimePoint wall;
    Milliseconds boot;
};
// Both of one moment.
ClockReading read_clocks() noexcept;

// Tells one start of the machine from another; zeros where it cannot be read.
using BootId = std::array<std::uint8_t, 16>;
BootId read_boot_id() noexcept;

// The part that outlives the process. docs/formats.md, "Tables".
struct ClockMemory {
    TimePoint seen;       // the wall clock, when this was written
    BootId boot_id{};     // of the machine then
    Milliseconds lead;    // the wall clock less the boot time
    Milliseconds boot;    // the boot time
    Milliseconds jumped;  // the sizes of all jumps since the clock was accepted, forwards and backwards alike
};

class ClockWatch {
  public:
    static constexpr Milliseconds kJump = std::chrono::seconds{1};        // more is one
    static constexpr Milliseconds kSettling = std::chrono::seconds{60};   // without a jump
    static constexpr Milliseconds kMostJumped = std::chrono::hours{1};    // more in sum: somebody must look
    static constexpr Milliseconds kMostAbsence = std::chrono::hours{24};  // of the server between two starts

    // `settled`: the clock is believed from the start.
    ClockWatch(const ClockReading& now, const BootId& boot_id, bool settled) noexcept;

    // Once, before the first look. Returns the jump that the clock made since then, which only shows when the machine
    // did not start anew.
    std::optional<Milliseconds> remember(const ClockMemory& memory, const ClockReading& now) noexcept;
    // The jump since the last look, if there was one. What drifts away slowly adds up to one.
    std::optional<Milliseconds> look(const ClockReading& now) noexcept;

    // The findings of the last look.
    [[nodiscard]] bool is_settled() const noexcept { return unsettled_since_ + kSettling <= last_.boot; }
    [[nodiscard]] Milliseconds settled_in() const noexcept;
    [[nodiscard]] Milliseconds jumped() const noexcept { return jumped_; }
    [[nodiscard]] std::uint64_t jumps() const noexcept { return jumps_; }
    [[nodiscard]] const ClockReading& last() const noexcept { return last_; }
    [[nodiscard]] ClockMemory memory() const noexcept { return {last_.wall, boot_id_, lead_, last_.boot, jumped_}; }

    void accept() noexcept { jumped_ = Milliseconds{0}; }

  private:
    BootId boot_id_;
    ClockReading last_;
    Milliseconds lead_;  // of the wall clock over the boot time, as of the start or the last jump
    Milliseconds unsettled_since_;
    Milliseconds jumped_{0};
    std::uint64_t jumps_ = 0;
};

}  // namespace tandem::app
