#include "metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <map>
#include <tuple>

namespace tandem::app {
namespace {

// A counter that somebody else counts.
void set_to(prometheus::Counter& counter, double value) { counter.Increment(value - counter.Value()); }

}  // namespace

struct Metrics::Parts {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>* requests = nullptr;
    prometheus::Gauge* connections_open = nullptr;
    prometheus::Counter* connections = nullptr;
    prometheus::Counter* displaced = nullptr;
    prometheus::Counter* shed = nullptr;
    prometheus::Counter* refused_bodies = nullptr;
    prometheus::Gauge* memory = nullptr;
    prometheus::Gauge* memory_limit = nullptr;
    prometheus::Counter* dropped_lines = nullptr;
    prometheus::Gauge* storage_writable = nullptr;
    prometheus::Counter* failures_throttled = nullptr;

    prometheus::Counter* clock_jumps = nullptr;
    prometheus::Gauge* clock_jumped_seconds = nullptr;
    prometheus::Gauge* destruction_held = nullptr;
    std::array<prometheus::Counter*, TimeFigures::kKinds> destroyed{};

    void show(const TimeFigures& time) {
        set_to(*clock_jumps, static_cast<double>(time.jumps));
        clock_jumped_seconds->Set(time.jumped_seconds);
        destruction_held->Set(time.held ? 1 : 0);
        for (std::size_t i = 0; i < destroyed.size(); ++i) set_to(*destroyed[i], static_cast<double>(time.ended[i]));
    }

    // Labels come from tables, so their number is bounded. The views point into those tables.
    using Labels = std::tuple<std::string_view, std::string_view, std::string_view>;
    std::map<Labels, prometheus::Counter*> counters;

    // Rules come and go while the server runs: those after the first names are counted together.
    prometheus::Family<prometheus::Counter>* faults = nullptr;
    std::map<std::string, prometheus::Counter*, std::less<>> fault_counters;

    void count_fault(std::string_view rule) {
        constexpr std::size_t kMostNames = 1'000;
        auto found = fault_counters.find(rule);
        if (found == fault_counters.end()) {
            const std::string name{fault_counters.size() < kMostNames ? rule : "other rules"};
            found = fault_counters.try_emplace(name, &faults->Add({{"rule", name}})).first;
        }
        found->second->Increment();
    }
};

Metrics::Metrics(const std::string& version) : parts_(std::make_unique<Parts>()) {
    auto& registry = parts_->registry;
    prometheus::BuildGauge()
        .Name("tandem_build_info")
        .Help("What this server was built from; always 1")
        .Register(registry)
        .Add({{"version", version}})
        .Set(1);
    parts_->requests = &prometheus::BuildCounter()
                            .Name("tandem_requests_total")
                            .Help("Answered requests; result is ok or the class of the error")
                            .Register(registry);
    parts_->faults = &prometheus::BuildCounter()
                          .Name("tandem_faults_injected_total")
                          .Help("Requests that a fault rule made go wrong on purpose")
                          .Register(registry);
    parts_->connections_open =
        &prometheus::BuildGauge().Name("tandem_connections_open").Help("Open connections").Register(registry).Add({});
    parts_->connections = &prometheus::BuildCounter()
                               .Name("tandem_connections_total")
                               .Help("Accepted connections")
                               .Register(registry)
                               .Add({});
    auto& closed = prometheus::BuildCounter()
                       .Name("tandem_connections_closed_total")
                       .Help("Connections closed to make room for others, or because memory was short")
                       .Register(registry);
    parts_->displaced = &closed.Add({{"reason", "room"}});
    parts_->shed = &closed.Add({{"reason", "memory"}});
    parts_->refused_bodies = &prometheus::BuildCounter()
                                  .Name("tandem_bodies_refused_total")
                                  .Help("Requests refused before their bodies were read, because memory was short")
                                  .Register(registry)
                                  .Add({});
    parts_->memory = &prometheus::BuildGauge()
                          .Name("tandem_connection_memory_bytes")
                          .Help("What connections hold: buffers, TLS, and an estimate of the kernel's share")
                          .Register(registry)
                          .Add({});
    parts_->memory_limit = &prometheus::BuildGauge()
                                .Name("tandem_connection_memory_limit_bytes")
                                .Help("What connections may hold (limits.memory)")
                                .Register(registry)
                                .Add({});
    parts_->dropped_lines = &prometheus::BuildCounter()
                                 .Name("tandem_log_lines_dropped_total")
                                 .Help("Request log lines that could not be written")
                                 .Register(registry)
                                 .Add({});
    parts_->storage_writable = &prometheus::BuildGauge()
                                    .Name("tandem_storage_writable")
                                    .Help("1; 0 while the disk is full and changes are refused")
                                    .Register(registry)
                                    .Add({});
    parts_->clock_jumps = &prometheus::BuildCounter()
                               .Name("tandem_clock_jumps_total")
                               .Help("Jumps of the wall clock by more than a second")
                               .Register(registry)
                               .Add({});
    parts_->clock_jumped_seconds = &prometheus::BuildGauge()
                                        .Name("tandem_clock_jumped_seconds")
                                        .Help("Sizes of the jumps in sum, since the clock was last accepted")
                                        .Register(registry)
                                        .Add({});
    parts_->destruction_held = &prometheus::BuildGauge()
                                    .Name("tandem_destruction_held")
                                    .Help("1 while nothing is destroyed by its date until the clock is accepted")
                                    .Register(registry)
                                    .Add({});
    auto& destroyed = prometheus::BuildCounter()
                          .Name("tandem_destroyed_total")
                          .Help("What was destroyed since its date had come")
                          .Register(registry);
    for (std::size_t i = 0; i < TimeFigures::kKinds; ++i)
        parts_->destroyed[i] =
            &destroyed.Add({{"object", std::string{name_of(static_cast<service::EndedByTime::What>(i))}}});
    parts_->failures_throttled = &prometheus::BuildCounter()
                                      .Name("tandem_failed_authentications_throttled_total")
                                      .Help("Failed authentications that were over their address's limit")
                                      .Register(registry)
                                      .Add({});
}

Metrics::~Metrics() = default;

void Metrics::count(const RequestRecord& record) {
    const std::string_view result = record.failed ? name_of(record.error) : "ok";
    auto& counter = parts_->counters[{record.dialect, record.action, result}];
    if (!counter)
        counter = &parts_->requests->Add({{"dialect", std::string{record.dialect}},
                                          {"action", std::string{record.action}},
                                          {"result", std::string{result}}});
    counter->Increment();
    if (!record.fault.empty()) parts_->count_fault(record.fault);
}

void Metrics::count_dropped_lines(std::uint64_t lines) { parts_->dropped_lines->Increment(static_cast<double>(lines)); }

void Metrics::show_storage(bool is_writable) { parts_->storage_writable->Set(is_writable ? 1 : 0); }

void Metrics::show_failures(std::uint64_t throttled) {
    set_to(*parts_->failures_throttled, static_cast<double>(throttled));
}

std::string Metrics::page(const http::ServerCounters& server, const TimeFigures& time) {
    parts_->connections_open->Set(static_cast<double>(server.connections_open));
    set_to(*parts_->connections, static_cast<double>(server.connections_total));
    set_to(*parts_->displaced, static_cast<double>(server.connections_displaced));
    set_to(*parts_->shed, static_cast<double>(server.connections_shed));
    set_to(*parts_->refused_bodies, static_cast<double>(server.bodies_refused));
    parts_->memory->Set(static_cast<double>(server.memory_bytes));
    parts_->memory_limit->Set(static_cast<double>(server.memory_limit_bytes));
    parts_->show(time);
    return prometheus::TextSerializer{}.Serialize(parts_->registry.Collect());
}

}  // namespace tandem::app
