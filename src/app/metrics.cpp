#include "metrics.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <tuple>

namespace tandem::app {

struct Metrics::Parts {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>* requests = nullptr;
    prometheus::Gauge* connections_open = nullptr;
    prometheus::Counter* connections = nullptr;
    prometheus::Counter* dropped_lines = nullptr;
    prometheus::Gauge* storage_writable = nullptr;

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

std::string Metrics::page(const http::ServerCounters& server) {
    parts_->connections_open->Set(static_cast<double>(server.connections_open));
    const double counted = parts_->connections->Value();
    parts_->connections->Increment(static_cast<double>(server.connections_total) - counted);
    return prometheus::TextSerializer{}.Serialize(parts_->registry.Collect());
}

}  // namespace tandem::app
