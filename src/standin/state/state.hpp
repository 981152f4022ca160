#pragma once
// The state of a stand-in server as a whole: seeds at the start and over HTTP, reset, savepoints, snapshots.

#include "tandem/api/admin_route.hpp"

#include "clock/movable_clock.hpp"
#include "seed_plan.hpp"

#include <spdlog/logger.h>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace tandem::standin {

class StandInState {
  public:
    // Reads the configured seeds and brings the store in line with them; keys that are stored already stay as they are.
    // Throws UserError: a bad seed stops the start.
    StandInState(service::Services& services, const app::Config& config, MovableClock& clock,
                 service::DestructionGate& gate, spdlog::logger& log);

    // Adds a part that a reset brings back too (fault rules). Before the server starts.
    void also_reset(std::function<void()> part) { also_reset_.push_back(std::move(part)); }

    // Paths below /_tandem/: seed, reset, savepoints, snapshot. `this` must outlive them.
    std::vector<api::AdminRoute> routes();

  private:
    using Call = api::AdminCall;

    Result<void> post_seed(const Call& call);
    Result<void> get_seed(const Call& call);
    Result<void> reset(const Call& call);
    Result<void> list_savepoints(const Call& call);
    Result<void> make_savepoint(const Call& call);
    Result<void> restore_savepoint(const Call& call);
    Result<void> drop_savepoint(const Call& call);
    Result<void> put_snapshot(const Call& call);

    [[nodiscard]] SeedSources sources(const app::Environment& environment) const;
    // Takes out those that were removed for good.
    void leave_removed(std::vector<SeedCredential>& credentials, spdlog::logger& log) const;
    void apply_at_start(Seed seeds, spdlog::logger& log);
    // Puts everything in the place of what is there. What is due at that time happens before the answer.
    void go_back(const Call& call, const Seed& to, Milliseconds clock);
    [[noreturn]] void refuse_no_savepoint(const Call& call) const;

    service::Services& services_;
    MovableClock& clock_;
    service::DestructionGate& gate_;
    const Milliseconds clock_at_start_;
    const std::string project_name_;
    std::vector<std::function<void()>> also_reset_;

    std::mutex mutex_;  // one change of the whole state at a time; guards what follows
    Seed configured_;   // tenants and credentials of the configuration
    Seed seeded_;       // those, and all that seeds brought
    struct Savepoint {
        Seed seed;
        Milliseconds clock;
    };
    std::map<std::string, Savepoint, std::less<>> savepoints_;
};

}  // namespace tandem::standin
