#include "policy_document.hpp"

#include "tandem/api/json_reader.hpp"

#include <boost/json.hpp>

#include <array>

namespace tandem::api::huawei {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostEntries = 100;

// A member's names by PolicySpelling.
using Names = std::array<std::string_view, 2>;
constexpr Names kValidity = {"validity_period", "validityPeriod"};
constexpr Names kAccessPoints = {"allowed_access_point", "allowedAccessPoint"};
constexpr Names kZones = {"allowed_data_security_zone", "allowed_data_security_zone"};

Error malformed() { return fail(ErrorCode::parameter_invalid, "policy"); }

// nullptr: there is none, or it is null.
const json::value* find_member(const json::object& object, const Names& names) {
    for (const std::string_view name : names) {
        const json::value* found = object.if_contains(name);
        if (found != nullptr && !found->is_null()) return found;
    }
    return nullptr;
}

Result<std::string> read_text(const json::object& object, std::string_view name) {
    const json::value* value = find_member(object, {name, name});
    if (value == nullptr) return std::string{};
    if (const json::string* text = value->if_string()) return std::string{text->data(), text->size()};
    if (const std::int64_t* number = value->if_int64()) return std::to_string(*number);
    return malformed();
}

Result<std::vector<std::string>> read_texts(const json::object& object, const Names& names) {
    std::vector<std::string> texts;
    const json::value* value = find_member(object, names);
    if (value == nullptr) return texts;
    const json::array* list = value->if_array();
    if (list == nullptr || list->size() > kMostEntries) return malformed();
    for (const json::value& item : *list) {
        const json::string* text = item.if_string();
        if (text == nullptr) return malformed();
        texts.emplace_back(text->data(), text->size());
    }
    return texts;
}

void write_texts(JsonWriter& out, std::string_view name, const std::vector<std::string>& texts) {
    out.begin_array(name);
    for (const std::string& text : texts) out.text_element(text);
    out.end_array();
}

}  // namespace

Result<confidential_computing::KeyPolicyTerms> read_policy_terms(std::string_view text, Arena& arena) {
    const Result<json::value> document = read_json(text, arena);
    const json::object* object = document.has_value() ? document->if_object() : nullptr;
    if (object == nullptr) return malformed();
    confidential_computing::KeyPolicyTerms terms;
    TANDEM_TRY(terms.version, read_text(*object, "version"));
    if (const json::value* validity = find_member(*object, kValidity)) {
        const json::object* period = validity->if_object();
        if (period == nullptr) return malformed();
        TANDEM_TRY(terms.begins, read_text(*period, "start_time"));
        TANDEM_TRY(terms.ends, read_text(*period, "end_time"));
    }
    TANDEM_TRY(terms.access_points, read_texts(*object, kAccessPoints));
    TANDEM_TRY(terms.zones, read_texts(*object, kZones));
    return terms;
}

void write_policy_terms(JsonWriter& out, const KeyPolicy& policy, PolicySpelling spelling) {
    const auto spelled = static_cast<std::size_t>(spelling);
    out.begin_object("policy").text("version", policy.version);
    out.begin_object(kValidity[spelled]).text("start_time", policy.begins).text("end_time", policy.ends).end_object();
    write_texts(out, kAccessPoints[spelled], policy.access_points);
    write_texts(out, kZones[spelled], policy.zones);
    out.end_object();
}

}  // namespace tandem::api::huawei
