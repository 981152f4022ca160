// Keys by their tags and names (section 7, ListKmsByTags).

#include "tandem/service/actions/list_keys.hpp"

#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../numbers.hpp"
#include "../tag_reading.hpp"
#include "handlers.hpp"

#include <boost/json.hpp>

namespace tandem::dialect::huawei {

namespace {

namespace json = boost::json;

constexpr std::uint32_t kUsualLimit = 10;
constexpr std::uint32_t kMostLimit = 1000;
constexpr std::size_t kLongestName = 255;

struct Query {
    std::vector<service::TagFilter> tags;
    std::string name;  // a prefix of the alias; all that matches can be about

    [[nodiscard]] bool takes(const store::Key& key) const {
        return shown_alias(key).starts_with(name) && service::matches(key.settings.particulars->tags, tags);
    }
};

// The one match that there is: {"key": "resource_name", "value": ...}.
Result<std::string> read_name(const json::array& matches) {
    if (matches.empty()) return std::string{};
    if (matches.size() > 1) return fail(ErrorCode::match_list_malformed, "matches");
    const json::object& match = matches.front().get_object();
    const json::value* key = match.if_contains("key");
    const json::string* key_text = key == nullptr ? nullptr : key->if_string();
    if (key_text == nullptr || *key_text != "resource_name") return fail(ErrorCode::match_key_invalid, "matches");
    const json::value* value = match.if_contains("value");
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    if (text == nullptr || text->size() > kLongestName) return fail(ErrorCode::match_value_invalid, "matches");
    return std::string{text->data(), text->size()};
}

Result<Query> read_query(const Fields& fields) {
    Query query;
    if (const json::value* tags = fields.value("tags")) {
        TANDEM_TRY(query.tags, read_tag_filters(tags->get_array()));
    }
    if (const json::value* matches = fields.value("matches")) {
        TANDEM_TRY(query.name, read_name(matches->get_array()));
    }
    return query;
}

Result<void> read_page(const Fields& fields, service::ListKeysInput& input) {
    const auto limit = fields.has("limit") ? decimal(fields.text("limit")) : kUsualLimit;
    if (!limit || *limit == 0 || *limit > kMostLimit) return fail(ErrorCode::page_limit_invalid, "limit");
    const auto offset = fields.has("offset") ? decimal(fields.text("offset")) : 0;
    if (!offset) return fail(ErrorCode::page_offset_invalid, "offset");
    input.limit = *limit;
    input.offset = *offset;
    return {};
}

void write_resource(JsonWriter& out, const OperationCall& call, const store::Key& key) {
    out.begin_object().plain("resource_id", key.id.text()).begin_object("resource_detail");
    write_key_details(out, call, key);
    out.end_object();
    write_tags(out, key.settings.particulars->tags);
    out.plain("resource_name", shown_alias(key)).end_object();
}

}  // namespace

Result<void> find_resource_instances(OperationCall& call) {
    const std::string_view action = call.fields.text("action");
    const bool counts = action == "count";
    if (!counts && action != "filter") return fail(ErrorCode::tag_action_invalid, "action");
    if (counts && call.fields.has("offset")) return fail(ErrorCode::page_offset_refused, "offset");
    service::ListKeysInput input{.limit = 0};
    if (!counts) TANDEM_CHECK(read_page(call.fields, input));
    TANDEM_TRY(const Query query, read_query(call.fields));
    input.matches = [&query](const store::Key& key) { return query.takes(key); };
    const service::ListKeysOutput found = service::list_keys(call.service, input);
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

}  // namespace tandem::dialect::huawei
