#include "tandem/standin/stand_in.hpp"

#include "faults/faults.hpp"
#include "faults/read_rules.hpp"
#include "faults/routes.hpp"
#include "journal/journal.hpp"
#include "journal/names.hpp"
#include "state/state.hpp"
#include "tls/local_tls.hpp"

#include <spdlog/logger.h>

#include <algorithm>
#include <iterator>
#include <optional>

namespace tandem::standin {
namespace {

// The clock is set before the seed is read, whose dates may be relative to it.
void set_clock(MovableClock& clock, const app::Config& config) {
    if (!config.stand_in.clock.empty())
        clock.move_to(clock_offset_from(config.stand_in.clock, clock.real_now(), "clock.start"));
}

class StandIn final : public app::Development {
  public:
    [[nodiscard]] const Clock& clock() const noexcept override { return clock_; }
    [[nodiscard]] Milliseconds clock_offset() const noexcept override { return clock_.offset(); }
    [[nodiscard]] http::LocalTls local_tls(const app::Config& config) const override {
        return standin::local_tls(config);
    }

    void begin(service::Services& services, const app::Config& config, service::DestructionGate& gate,
               spdlog::logger& log) override {
        set_clock(clock_, config);
        parts_.emplace(services, config, clock_, gate, log, fault_words_);
    }
    void end() noexcept override { parts_.reset(); }

    std::vector<api::AdminRoute> routes(std::function<std::string()> authority_pem) override {
        auto routes = parts_->state.routes();
        for (auto& part : {clock_routes(clock_, parts_->gate), journal_routes(parts_->journal, fault_words_),
                           fault_routes(parts_->faults, fault_words_)})
            std::ranges::copy(part, std::back_inserter(routes));
        if (parts_->has_authority) routes.push_back(authority_route(std::move(authority_pem)));
        return routes;
    }
    api::InterferenceSource* interferences() noexcept override { return &parts_->faults; }
    void record(const api::Exchange& exchange, std::chrono::microseconds took) override {
        parts_->journal.record(exchange, took);
    }

  private:
    struct Parts {
        Parts(service::Services& services, const app::Config& config, MovableClock& clock,
              service::DestructionGate& of_destruction, spdlog::logger& log, const FaultVocabulary& words)
            : gate(of_destruction),
              has_authority(config.tls.certificate.empty()),
              faults(read_fault_documents(config.stand_in, words)),
              state(services, config, clock, of_destruction, log),
              journal(config.stand_in.journal_requests) {
            state.also_reset([this] { faults.reset(); });
        }

        service::DestructionGate& gate;
        const bool has_authority;  // of its own, since no certificate was given
        Faults faults;
        StandInState state;
        Journal journal;
    };

    MovableClock clock_;
    const FaultVocabulary fault_words_ = fault_vocabulary();
    std::optional<Parts> parts_;
};

}  // namespace

std::unique_ptr<app::Development> make_stand_in() { return std::make_unique<StandIn>(); }

}  // namespace tandem::standin
