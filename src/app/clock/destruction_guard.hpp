#pragma once
// Decides whether what is past its date may be destroyed now: not by a clock that jumped within the last minute, and
// not while destruction is held. docs/time.md tells operators of it.

#include "tandem/service/destruction.hpp"

#include "clock_file.hpp"
#include "clock_watch.hpp"
#include "log/event_log.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::app {

// For the metrics page.
struct TimeFigures {
    static constexpr std::size_t kKinds = 5;  // of service::EndedByTime::What
    std::uint64_t jumps = 0;
    double jumped_seconds = 0;  // in sum, since the clock was last accepted
    bool held = false;
    std::array<std::uint64_t, kKinds> ended{};
};

struct DestructionGuardOptions {
    // Where the clock is remembered; empty: what is guarded ends with the process, so that nothing is kept from its
    // end.
    std::filesystem::path file{};
    bool settled_at_start = false;  // no minute to wait after the start
    // The epoch of the database, which must not be older than the file says.
    std::function<std::uint64_t()> epoch = [] { return std::uint64_t{0}; };
    // How far the clock was moved on purpose; while it is, what is due by it ends at once.
    std::function<Milliseconds()> offset = [] { return Milliseconds{0}; };
    std::function<ClockReading()> read = read_clocks;
    BootId boot_id = read_boot_id();
};

class DestructionGuard final : public service::DestructionGate {
  public:
    // Compares clock and database with what is remembered of them. Before anything is committed to a new database,
    // since one that is not new and of which nothing is remembered was restored. The event log outlives this.
    DestructionGuard(EventLog& events, DestructionGuardOptions options);

    [[nodiscard]] bool may_end(TimePoint date) override;
    void ended(std::span<const service::EndedByTime> things) override;

    // Holds destruction for one more reason, also over restarts, until the clock is accepted. Any thread that may wait.
    void hold(std::string_view reason);
    // The clock is right: the hold ends, and the jumps until now count no more. Durable on return. Error:
    // store_unavailable.
    Result<void> accept();
    // Once a second, by one thread: looks at the clock, and once a minute remembers it.
    void tick();

    struct Status {
        TimePoint wall;
        std::optional<DestructionHold> hold;
        Milliseconds settles_in;  // 0: the clock is stable
        std::uint64_t jumps;      // since the start
        Milliseconds jumped;      // in sum, since the clock was last accepted
    };
    Status status();
    TimeFigures figures();

  private:
    // All with the mutex.
    void compare_with(const std::optional<ClockFile>& before);
    TimePoint look();
    void notice(Milliseconds jump);
    void add_hold(std::string_view reason);
    // Writes the file; the next tick tries again what could not be written.
    bool save();

    EventLog& events_;
    const DestructionGuardOptions options_;

    std::mutex mutex_;
    ClockWatch watch_;
    std::optional<DestructionHold> hold_;
    bool is_saved_ = false;
    Milliseconds saved_at_{0};  // boot time
    std::array<std::atomic<std::uint64_t>, TimeFigures::kKinds> ended_{};
};

}  // namespace tandem::app
