// ListKmsByTags (section 7, Tags).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/list_keys.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "resource_query.hpp"

#include <optional>

namespace tandem::api::huawei::list_kms_by_tags {

namespace {

constexpr std::string_view kActions[] = {"filter", "count"};
constexpr FieldLimit kAction{.breach = ErrorCode::tag_action_invalid, .choices = kActions};
constexpr FieldLimit kPageSize{.breach = ErrorCode::page_limit_invalid, .least = 1, .most = 1000};
constexpr FieldRule kFields[] = {
    {"action", FieldType::text, true, &kAction},
    {"limit", FieldType::decimal, false, &kPageSize},
    {"offset", FieldType::decimal, false, &rules::kPageStart},
    {"tags", FieldType::object_list, false, &kTagFilters, &kTagFilter},
    {"matches", FieldType::object_list, false, &kMatches, &kMatch},
};
constexpr ErrorOverride kErrors[] = {
    {ErrorCode::tag_key_invalid, {ErrorCode::tag_key_invalid, 400, "KMS.0414", "Invalid tags."}},
    {ErrorCode::page_offset_invalid, {ErrorCode::page_offset_invalid, 400, "KMS.0417", "Invalid offset."}},
};
constexpr std::int64_t kUsualLimit = 10;

struct Values {
    bool counts;
    ResourceQuery query;
    std::optional<service::ListKeysOutput> found{};
};

Result<Values> read(Request& request) {
    const bool counts = request.fields.text("action") == "count";
    if (counts && request.fields.has("offset")) return fail(ErrorCode::page_offset_refused, "offset");
    TANDEM_TRY(ResourceQuery query, read_resource_query(request));
    return Values{.counts = counts, .query = std::move(query)};
}

void find(const Request& request, Values& values, std::size_t most) {
    service::ListKeysInput input{.limit = 0};
    if (!values.counts) {
        input.limit = static_cast<std::size_t>(request.fields.integer("limit").value_or(kUsualLimit));
        input.offset = static_cast<std::size_t>(request.fields.integer("offset").value_or(0));
    }
    input.matches = [&](const store::Key& key) { return values.query.takes(request, key); };
    values.found = service::list_keys(request.call(), input, most);
}

Place place(const Request& request, Values& values) {
    find(request, values, service::kQuickWalk);
    return values.found ? Place::io_thread : Place::calculator;
}

void write_resource(JsonWriter& json, const Request& request, const store::Key& key) {
    json.begin_object().unescaped("resource_id", key.id.text()).begin_object("resource_detail");
    write_key_details(json, request, key);
    json.end_object();
    write_tags(json, key.settings.attributes->tags);
    json.unescaped("resource_name", shown_alias(request, key)).end_object();
}

Result<void> run(Request& request, Values& values) {
    if (!values.found) find(request, values, service::kEveryKey);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    if (!values.counts) {
        json.begin_array("resources");
        for (const store::Key* key : values.found->page) write_resource(json, request, *key);
        json.end_array();
    }
    json.integer("total_count", static_cast<std::int64_t>(values.found->total)).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListKmsByTags",
    .details = post("/v1.0/{project_id}/kms/resource_instances/action"),
    .fields = kFields,
    .errors = kErrors,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::list_kms_by_tags
