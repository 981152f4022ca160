#include "journal.hpp"

#include <algorithm>

namespace tandem::app {

Journal::Journal(std::size_t capacity) : ring_(capacity) {}

void Journal::record(const dialect::Exchange& exchange, std::chrono::microseconds took) {
    const auto& facts = exchange.facts;
    if (ring_.empty() || facts.dialect == "admin" || facts.dialect == "health") return;
    const std::scoped_lock lock{mutex_};
    auto& entry = ring_[++last_ % ring_.size()];
    entry.number = last_;
    entry.time = exchange.request.arrived;
    entry.took = took;
    entry.request_id.assign(facts.request_id());
    entry.method.assign(exchange.request.method);
    entry.path.assign(exchange.request.path);
    entry.dialect = facts.dialect;
    entry.action = facts.action;
    entry.access_key_id.assign(facts.access_key_id);
    entry.tenant = facts.has_tenant ? std::optional{facts.tenant} : std::nullopt;
    entry.key = facts.has_key ? std::optional{facts.key} : std::nullopt;
    entry.parameters.assign(facts.decoded);
    entry.status = exchange.reply.status;
    entry.failed = facts.failed;
    entry.error = facts.error;
    entry.vendor_code.assign(facts.failed ? facts.vendor_code : std::string_view{});
    entry.diagnosis.assign(facts.failed ? facts.diagnosis : std::string_view{});
    entry.fault.assign(facts.fault);
    entry.explanation = facts.explanation;
}

void Journal::for_each(std::uint64_t after, const std::function<void(const JournalEntry&)>& visit) const {
    const std::scoped_lock lock{mutex_};
    const std::uint64_t gone = last_ > ring_.size() ? last_ - ring_.size() : 0;
    for (auto number = std::max({after, cleared_, gone}) + 1; number <= last_; ++number)
        visit(ring_[number % ring_.size()]);
}

std::optional<JournalEntry> Journal::find(std::string_view request_id) const {
    std::optional<JournalEntry> found;
    for_each(0, [&](const JournalEntry& entry) {
        if (entry.request_id == request_id) found = entry;
    });
    return found;
}

std::uint64_t Journal::last() const {
    const std::scoped_lock lock{mutex_};
    return last_;
}

void Journal::clear() {
    const std::scoped_lock lock{mutex_};
    cleared_ = last_;
}

}  // namespace tandem::app
