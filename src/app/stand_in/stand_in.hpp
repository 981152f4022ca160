#pragma once
// All that makes a development server a stand-in for tests.

#include "state.hpp"

#include <spdlog/logger.h>

namespace tandem::app {

class StandIn {
  public:
    // Throws StartupError: a bad seed or clock stops the start.
    StandIn(service::Services& services, const Config& config, MovableClock& clock, spdlog::logger& log);

    // Paths below /_tandem/; this must outlive them.
    std::vector<dialect::AdminRoute> routes();

  private:
    MovableClock& clock_;
    StandInState state_;
};

}  // namespace tandem::app
