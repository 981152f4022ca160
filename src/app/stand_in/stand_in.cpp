#include "stand_in.hpp"

#include <algorithm>
#include <iterator>

namespace tandem::app {
namespace {

// The clock is set before the seed is read, whose dates may be relative to it.
MovableClock& started(MovableClock& clock, const Config& config) {
    if (!config.stand_in.clock.empty())
        clock.move_to(clock_offset_from(config.stand_in.clock, clock.real_now(), "clock.start"));
    return clock;
}

}  // namespace

StandIn::StandIn(service::Services& services, const Config& config, MovableClock& clock, spdlog::logger& log)
    : clock_(started(clock, config)),
      state_(services, config, clock, log),
      journal_(config.stand_in.journal_requests) {}

std::vector<dialect::AdminRoute> StandIn::routes() {
    auto routes = state_.routes();
    std::ranges::move(clock_routes(clock_), std::back_inserter(routes));
    std::ranges::move(journal_routes(journal_), std::back_inserter(routes));
    return routes;
}

}  // namespace tandem::app
