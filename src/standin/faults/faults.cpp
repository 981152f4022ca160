#include "faults.hpp"

#include "tandem/base/user_error.hpp"

#include "faulty_request.hpp"

#include <algorithm>
#include <chrono>

namespace tandem::standin {
namespace {

bool is_taken(const ActiveFaults& rules, std::string_view name) {
    return std::ranges::any_of(rules, [&](const auto& each) { return each->rule.name == name; });
}

// "rule-1" and on: the first that neither a rule in force nor one still to come has.
std::string free_name(const ActiveFaults& rules, const FaultDocument& document) {
    for (std::size_t number = 1;; ++number) {
        auto name = "rule-" + std::to_string(number);
        const bool comes = std::ranges::any_of(document.rules, [&](const auto& each) { return each.name == name; });
        if (!comes && !is_taken(rules, name)) return name;
    }
}

}  // namespace

std::int64_t Faults::monotonic_ticks() noexcept {
    return std::chrono::nanoseconds{std::chrono::steady_clock::now().time_since_epoch()}.count();
}

Faults::Faults(std::vector<FaultDocument> start, Ticks ticks) : start_(std::move(start)), ticks_(std::move(ticks)) {
    ActiveFaults rules;
    for (const auto& document : start_) {
        const auto added = append(rules, document);
        if (added.has_value()) continue;
        throw UserError{UserError::configuration,
                        {.place = "faults",
                         .text = added.error().code == ErrorCode::conflict
                                     ? "the name \"" + added.error().subject + "\" is in two documents"
                                     : "more than " + std::to_string(kMostFaultRules) + " rules"}};
    }
    put(std::move(rules));
}

std::shared_ptr<api::Interference> Faults::begin() {
    if (!any_.load(std::memory_order_acquire)) return nullptr;
    const std::scoped_lock lock{mutex_};
    return std::make_shared<FaultyRequest>(rules_);
}

Result<std::vector<std::string>> Faults::append(ActiveFaults& rules, FaultDocument document) const {
    if (rules.size() + document.rules.size() > kMostFaultRules)
        return fail(ErrorCode::parameter_out_of_range, "rules", "there may be " + std::to_string(kMostFaultRules));
    for (const auto& rule : document.rules)
        if (!rule.name.empty() && is_taken(rules, rule.name)) return fail(ErrorCode::conflict, rule.name);
    const auto now = ticks_();
    std::vector<std::string> names;
    for (FaultRule& rule : document.rules) {
        if (rule.name.empty()) rule.name = free_name(rules, document);
        names.push_back(rule.name);
        const std::size_t place = rules.size();
        rules.push_back(std::make_shared<ActiveFault>(std::move(rule), document.seed, place, now));
    }
    return names;
}

void Faults::put(ActiveFaults rules) {
    any_.store(!rules.empty(), std::memory_order_release);
    rules_ = std::make_shared<const ActiveFaults>(std::move(rules));
}

Result<std::vector<std::string>> Faults::add(FaultDocument document) {
    const std::scoped_lock lock{mutex_};
    ActiveFaults rules = *rules_;
    TANDEM_TRY(auto names, append(rules, std::move(document)));
    put(std::move(rules));
    return names;
}

Result<std::vector<std::string>> Faults::replace(FaultDocument document) {
    const std::scoped_lock lock{mutex_};
    ActiveFaults rules;
    TANDEM_TRY(auto names, append(rules, std::move(document)));
    put(std::move(rules));
    return names;
}

void Faults::clear() {
    const std::scoped_lock lock{mutex_};
    put({});
}

bool Faults::remove(std::string_view name) {
    const std::scoped_lock lock{mutex_};
    ActiveFaults rules = *rules_;
    if (std::erase_if(rules, [&](const auto& each) { return each->rule.name == name; }) == 0) return false;
    put(std::move(rules));
    return true;
}

void Faults::reset() {
    const std::scoped_lock lock{mutex_};
    ActiveFaults rules;
    for (const auto& document : start_) static_cast<void>(append(rules, document));  // it could at the start
    put(std::move(rules));
}

std::vector<Faults::Shown> Faults::list() const {
    const auto now = ticks_();
    const std::scoped_lock lock{mutex_};
    std::vector<Shown> shown;
    for (const auto& each : *rules_) shown.push_back({each->rule.name, each->rule.written, each->turns.counts(now)});
    return shown;
}

}  // namespace tandem::standin
