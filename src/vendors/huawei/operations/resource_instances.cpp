// Keys by their tags and names (section 7, ListKmsByTags).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/list_keys.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_limits.hpp"
#include "huawei/wire/field_policy.hpp"
#include "huawei/wire/tag_reading.hpp"

#include <boost/json.hpp>

namespace tandem::api::huawei {

namespace {

namespace json = boost::json;

constexpr std::int64_t kUsualLimit = 10;

struct Query {
    std::vector<service::TagFilter> tags;
    std::string name;  // a prefix of the alias; all that matches can be about

    // The prefix "alias/" need not be told.
    [[nodiscard]] bool takes(const OperationCall& call, const store::Key& key) const {
        const std::string alias = shown_alias(call, key);
        return (alias.starts_with(name) || bare_alias(alias).starts_with(name)) &&
               service::matches(key.settings.particulars->tags, tags);
    }
};

// The one match that there is: {"key": "resource_name", "value": ...}.
Result<std::string> read_name(const json::array& matches, Arena& arena) {
    if (matches.empty()) return std::string{};
    TANDEM_TRY(const Fields match,
               Fields::from_json(matches.front().get_object(), rules::kMatchRules, kFieldPolicy, arena));
    if (!match.has("key")) return fail(ErrorCode::match_key_invalid, "matches");
    if (!match.has("value")) return fail(ErrorCode::match_value_invalid, "matches");
    return std::string{match.text("value")};
}

Result<Query> read_instance_query(const OperationCall& call) {
    Query query;
    if (const json::value* tags = call.fields.value("tags")) {
        TANDEM_TRY(query.tags, read_tag_filters(tags->get_array(), call.arena));
    }
    if (const json::value* matches = call.fields.value("matches")) {
        TANDEM_TRY(query.name, read_name(matches->get_array(), call.arena));
    }
    return query;
}

void read_page(const Fields& fields, service::ListKeysInput& input) {
    input.limit = static_cast<std::size_t>(fields.integer("limit").value_or(kUsualLimit));
    input.offset = static_cast<std::size_t>(fields.integer("offset").value_or(0));
}

void write_resource(JsonWriter& out, const OperationCall& call, const store::Key& key) {
    out.begin_object().plain("resource_id", key.id.text()).begin_object("resource_detail");
    write_key_details(out, call, key);
    out.end_object();
    write_tags(out, key.settings.particulars->tags);
    out.plain("resource_name", shown_alias(call, key)).end_object();
}

}  // namespace

Result<void> find_resource_instances(OperationCall& call) {
    const bool counts = call.fields.text("action") == "count";
    if (counts && call.fields.has("offset")) return fail(ErrorCode::page_offset_refused, "offset");
    service::ListKeysInput input{.limit = 0};
    if (!counts) read_page(call.fields, input);
    TANDEM_TRY(const Query query, read_instance_query(call));
    input.matches = [&](const store::Key& key) { return query.takes(call, key); };
    TANDEM_TRY(const service::ListKeysOutput found, service::list_keys(call.service, input));
    JsonWriter out{call.exchange.reply.body};
    out.begin_object();
    if (!counts) {
        out.begin_array("resources");
        for (const store::Key* key : found.page) write_resource(out, call, *key);
        out.end_array();
    }
    out.integer("total_count", static_cast<std::int64_t>(found.total)).end_object();
    return {};
}

}  // namespace tandem::api::huawei
