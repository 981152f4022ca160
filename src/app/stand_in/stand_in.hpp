#pragma once
// All that makes a development server a stand-in for tests.

#include "faults/faults.hpp"
#include "faults/read_rules.hpp"
#include "journal.hpp"
#include "state.hpp"

#include <spdlog/logger.h>

namespace tandem::app {

class StandIn {
  public:
    // Throws StartupError: a bad seed, clock or fault rule stops the start.
    StandIn(service::Services& services, const Config& config, MovableClock& clock, service::DestructionGate& gate,
            spdlog::logger& log, FaultVocabulary fault_words);

    // Paths below /_tandem/; this must outlive them.
    std::vector<dialect::AdminRoute> routes();

    // A request was answered; on the thread that did it.
    void record(const dialect::Exchange& exchange, std::chrono::microseconds took) { journal_.record(exchange, took); }

    [[nodiscard]] Faults& faults() noexcept { return faults_; }

  private:
    MovableClock& clock_;
    service::DestructionGate& gate_;
    const FaultVocabulary fault_words_;
    Faults faults_;
    StandInState state_;
    Journal journal_;
};

}  // namespace tandem::app
