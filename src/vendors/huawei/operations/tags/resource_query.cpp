#include "resource_query.hpp"

#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_policy.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

namespace tandem::api::huawei {

namespace {

namespace json = boost::json;

// A key that is left out is as wrong as one of a form that a tag cannot have.
Result<service::TagFilter> read_tag_filter(const json::value& item, Arena& arena) {
    TANDEM_TRY(const Fields fields, Fields::from_json(item.get_object(), kTagFilterRules, kFieldPolicy, arena));
    if (!fields.has("key")) return fail(ErrorCode::tag_key_invalid);
    const auto values = fields.list("values");
    return service::TagFilter{.key = std::string{fields.text("key")}, .values = {values.begin(), values.end()}};
}

Result<std::vector<service::TagFilter>> read_tag_filters(const json::array& list, Arena& arena) {
    std::vector<service::TagFilter> filters;
    for (const json::value& item : list) {
        TANDEM_TRY(service::TagFilter filter, read_tag_filter(item, arena));
        filters.push_back(std::move(filter));
    }
    TANDEM_CHECK(check_distinct_keys(filters));
    return filters;
}

// The one match that there is: {"key": "resource_name", "value": ...}.
Result<std::string> read_name(const json::array& matches, Arena& arena) {
    if (matches.empty()) return std::string{};
    TANDEM_TRY(const Fields match, Fields::from_json(matches.front().get_object(), kMatchRules, kFieldPolicy, arena));
    if (!match.has("key")) return fail(ErrorCode::match_key_invalid, "matches");
    if (!match.has("value")) return fail(ErrorCode::match_value_invalid, "matches");
    return std::string{match.text("value")};
}

}  // namespace

// The prefix "alias/" need not be told.
bool ResourceQuery::takes(const Request& request, const store::Key& key) const {
    const std::string alias = shown_alias(request, key);
    return (alias.starts_with(name) || bare_alias(alias).starts_with(name)) &&
           service::matches(key.settings.attributes->tags, tags);
}

Result<ResourceQuery> read_resource_query(const Request& request) {
    ResourceQuery query;
    if (const json::value* tags = request.fields.value("tags")) {
        TANDEM_TRY(query.tags, read_tag_filters(tags->get_array(), request.arena));
    }
    if (const json::value* matches = request.fields.value("matches")) {
        TANDEM_TRY(query.name, read_name(matches->get_array(), request.arena));
    }
    return query;
}

}  // namespace tandem::api::huawei
