#include "routes.hpp"

#include "tandem/base/user_error.hpp"

#include "documents/refusal.hpp"

namespace tandem::standin {
namespace {

using api::AdminCall;
using nlohmann::json;

void answer(const AdminCall& call, const json& body) {
    api::answer_json(call.exchange, 200, body.dump(-1, ' ', false, json::error_handler_t::replace));
}

// Answers itself when the document cannot be read.
std::optional<FaultDocument> read_rules_body(const AdminCall& call, const FaultVocabulary& vocabulary) {
    try {
        return read_fault_document(std::string{call.exchange.request.body}, {app::Origin::Kind::file, "body", 0, 0},
                                   vocabulary);
    } catch (const UserError& error) {
        answer_refusal(call.exchange, error);
        return std::nullopt;
    }
}

void answer_with_names(const AdminCall& call, const Result<std::vector<std::string>>& names) {
    if (names.has_value()) return answer(call, {{"names", *names}});
    const Error& error = names.error();
    if (error.code == ErrorCode::conflict)
        return answer_refusal(call.exchange,
                              {UserError::conflict, "there is a rule named \"" + error.subject + "\" already"});
    api::answer_failure(call.exchange, 400, error.code, error.subject + ": " + error.detail);
}

Result<void> show_rules(const Faults& faults, const AdminCall& call) {
    json rules = json::array();
    for (const auto& each : faults.list()) {
        json rule = each.written;
        rule["name"] = each.name;
        rule["matched"] = each.counts.matched;
        rule["fired"] = each.counts.fired;
        rule["spent"] = each.counts.spent;
        rules.push_back(std::move(rule));
    }
    answer(call, {{"rules", std::move(rules)}});
    return {};
}

Result<void> remove(Faults& faults, const AdminCall& call) {
    if (faults.remove(call.tail))
        answer(call, {{"removed", call.tail}});
    else
        answer_refusal(call.exchange, {UserError::not_found, "no fault rule named \"" + std::string{call.tail} + "\""});
    return {};
}

}  // namespace

std::vector<api::AdminRoute> fault_routes(Faults& faults, const FaultVocabulary& vocabulary) {
    const auto set = [&](Result<std::vector<std::string>> (Faults::*how)(FaultDocument)) {
        return [&faults, &vocabulary, how](const AdminCall& call) -> Result<void> {
            if (auto document = read_rules_body(call, vocabulary))
                answer_with_names(call, (faults.*how)(std::move(*document)));
            return {};
        };
    };
    const auto clear = [&faults](const AdminCall& call) -> Result<void> {
        faults.clear();
        answer(call, json::object());
        return {};
    };
    constexpr std::string_view kAll = "/_tandem/faults";
    return {
        {"GET", kAll, "ListFaults", [&faults](const AdminCall& call) { return show_rules(faults, call); }},
        {"POST", kAll, "AddFaults", set(&Faults::add)},
        {"PUT", kAll, "ReplaceFaults", set(&Faults::replace)},
        {"DELETE", kAll, "ClearFaults", clear},
        {"DELETE", "/_tandem/faults/{}", "RemoveFault",
         [&faults](const AdminCall& call) { return remove(faults, call); }},
    };
}

}  // namespace tandem::standin
