#include "stand_in.hpp"

#include "faults/routes.hpp"
#include "journal_names.hpp"

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

StandIn::StandIn(service::Services& services, const Config& config, MovableClock& clock, service::DestructionGate& gate,
                 spdlog::logger& log, FaultVocabulary fault_words)
    : clock_(started(clock, config)),
      gate_(gate),
      fault_words_(std::move(fault_words)),
      faults_(read_fault_documents(config.stand_in, fault_words_)),
      state_(services, config, clock, gate, log),
      journal_(config.stand_in.journal_requests) {
    state_.also_reset([this] { faults_.reset(); });
}

std::vector<dialect::AdminRoute> StandIn::routes() {
    auto routes = state_.routes();
    for (auto& part :
         {clock_routes(clock_, gate_), journal_routes(journal_, fault_words_), fault_routes(faults_, fault_words_)})
        std::ranges::copy(part, std::back_inserter(routes));
    return routes;
}

}  // namespace tandem::app
