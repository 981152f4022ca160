#pragma once
// All that makes a development server a stand-in for tests.

#include "journal.hpp"
#include "state.hpp"

#include <spdlog/logger.h>

namespace tandem::app {

class StandIn {
  public:
    // Throws StartupError: a bad seed or clock stops the start.
    StandIn(service::Services& services, const Config& config, MovableClock& clock, spdlog::logger& log);

    // Paths below /_tandem/; this must outlive them.
    std::vector<dialect::AdminRoute> routes();

    // A request was answered; on the thread that did it.
    void record(const dialect::Exchange& exchange, std::chrono::microseconds took) { journal_.record(exchange, took); }

  private:
    MovableClock& clock_;
    StandInState state_;
    Journal journal_;
};

}  // namespace tandem::app
