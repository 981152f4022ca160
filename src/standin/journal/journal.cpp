#include "journal.hpp"

#include <algorithm>

namespace tandem::standin {
namespace {

constexpr std::size_t kLongestMethod = 16;
constexpr std::size_t kLongestPath = 256;
constexpr std::size_t kLongestCode = 128;
constexpr std::size_t kLongestDiagnosis = 2'048;
constexpr std::size_t kLongestParameters = 16 * 1'024;
constexpr std::size_t kLongestSigned = 8 * 1'024;  // each text of an explanation

// The characters of the APIs' own paths. Whatever else follows may be a query that was escaped wrongly.
bool belongs_in_a_path(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"/._~-{}"}.find(c) != std::string_view::npos;
}

void assign_path(std::string& to, std::string_view path) {
    const auto* const end = std::ranges::find_if_not(path.substr(0, kLongestPath), belongs_in_a_path);
    to.assign(path.begin(), end);
    if (to.size() != path.size()) to += "...";
}

bool is_short(const api::SignatureExplanation& explanation) noexcept {
    return std::max({explanation.server_canonical_request.size(), explanation.server_string_to_sign.size(),
                     explanation.client_canonical_request.size(), explanation.client_string_to_sign.size()}) <=
           kLongestSigned;
}

// The same one, unless a client's headers made it unusually long.
std::shared_ptr<const api::SignatureExplanation> bounded(
    const std::shared_ptr<const api::SignatureExplanation>& explanation) {
    if (explanation == nullptr || is_short(*explanation)) return explanation;
    auto cut = std::make_shared<api::SignatureExplanation>(*explanation);
    for (auto* text : {&cut->server_canonical_request, &cut->server_string_to_sign, &cut->client_canonical_request,
                       &cut->client_string_to_sign}) {
        if (text->size() <= kLongestSigned) continue;
        text->resize(kLongestSigned);
        text->append("...").shrink_to_fit();
    }
    return cut;
}

}  // namespace

void Journal::record(const api::Exchange& exchange, std::chrono::microseconds took) {
    const auto& facts = exchange.facts;
    if (capacity_ == 0 || facts.dialect == "admin" || facts.dialect == "health") return;
    auto explanation = bounded(facts.explanation);  // leaves with what the entry had, outside of the lock
    const std::scoped_lock lock{mutex_};
    if (ring_.size() < capacity_) ring_.emplace_back();
    auto& entry = ring_[last_++ % capacity_];
    entry.number = last_;
    entry.time = exchange.request.arrived;
    entry.took = took;
    entry.request_id.assign(facts.request_id());
    entry.method.assign(exchange.request.method.substr(0, kLongestMethod));
    assign_path(entry.path, exchange.request.path);
    entry.dialect = facts.dialect;
    entry.action = facts.action;
    entry.access_key_id.assign(facts.access_key_id);
    entry.tenant = facts.has_tenant ? std::optional{facts.tenant} : std::nullopt;
    entry.key = facts.has_key ? std::optional{facts.key} : std::nullopt;
    entry.parameters.assign(facts.decoded.size() <= kLongestParameters ? std::string_view{facts.decoded} : "");
    entry.status = exchange.reply.status;
    entry.failed = facts.failed;
    entry.error = facts.error;
    entry.vendor_code.assign(facts.failed ? facts.vendor_code : std::string_view{}, 0, kLongestCode);
    entry.diagnosis.assign(facts.failed ? facts.diagnosis : std::string_view{}, 0, kLongestDiagnosis);
    entry.fault.assign(facts.fault, 0, kLongestCode);
    entry.explanation.swap(explanation);
}

std::uint64_t Journal::first_after(std::uint64_t number) const noexcept {
    const std::uint64_t gone = std::max(cleared_, last_ > capacity_ ? last_ - capacity_ : 0);
    return std::max(number > last_ ? 0 : number, gone) + 1;
}

std::vector<JournalEntry> Journal::after(std::uint64_t number, std::size_t most) const {
    std::vector<JournalEntry> found;
    const std::scoped_lock lock{mutex_};
    for (auto each = first_after(number); each <= last_ && found.size() < most; ++each) found.push_back(entry(each));
    return found;
}

std::optional<JournalEntry> Journal::find(std::string_view request_id) const {
    if (request_id.empty()) return std::nullopt;
    const std::scoped_lock lock{mutex_};
    for (auto number = last_; number >= first_after(0); --number)
        if (entry(number).request_id == request_id) return entry(number);
    return std::nullopt;
}

std::uint64_t Journal::last() const {
    const std::scoped_lock lock{mutex_};
    return last_;
}

void Journal::clear() {
    const std::scoped_lock lock{mutex_};
    cleared_ = last_;
}

}  // namespace tandem::standin
