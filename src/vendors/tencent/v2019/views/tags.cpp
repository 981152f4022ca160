#include "tags.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

namespace json = boost::json;

constexpr std::int64_t kTagsSaved = 0;       // TagCode
constexpr std::size_t kMostTagsAtOnce = 10;  // the tag service, ModifyResourceTags
constexpr std::array<std::string_view, 3> kReservedKeys = {"qcloud", "tencent", "project"};  // the same

// Nothing for a field that is absent or empty.
const json::array* list_of(const Fields& fields, std::string_view name) {
    const json::value* value = fields.value(name);
    return value == nullptr ? nullptr : value->if_array();
}

Result<service::TagFilter> read_filter(const json::object& object) {
    service::TagFilter filter{.key = member_text(object, "TagKey")};
    const json::value* values = object.if_contains("TagValue");
    const json::array* list = values == nullptr ? nullptr : values->if_array();
    if (list == nullptr) return filter;
    if (list->size() > kTagLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& value : *list) {
        const json::string* text = value.if_string();
        if (text != nullptr) filter.values.emplace_back(text->data(), text->size());
    }
    return filter;
}

// A list that may be absent, but not empty.
Result<void> check_list(const json::array* list) {
    if (list != nullptr && (list->empty() || list->size() > kMostTagsAtOnce))
        return fail(ErrorCode::tag_list_malformed);
    return {};
}

}  // namespace

std::string member_text(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

Result<std::vector<store::Tag>> read_tags(const Fields& fields) {
    std::vector<store::Tag> tags;
    const json::array* list = list_of(fields, "Tags");
    if (list == nullptr) return tags;
    if (list->size() > kTagLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& one : *list) {
        const json::object& object = one.get_object();
        tags.push_back({.key = member_text(object, "TagKey"), .value = member_text(object, "TagValue")});
    }
    TANDEM_CHECK(service::check_tags(tags, kTagLimits));
    return tags;
}

Result<service::TagChanges> read_tag_changes(const Fields& fields) {
    const json::array* put = list_of(fields, "ReplaceTags");
    const json::array* removed = list_of(fields, "DeleteTags");
    if (put == nullptr && removed == nullptr) return fail(ErrorCode::parameters_missing, "ReplaceTags, DeleteTags");
    TANDEM_CHECK(check_list(put));
    TANDEM_CHECK(check_list(removed));
    service::TagChanges changes;
    if (put != nullptr)
        for (const json::value& one : *put)
            changes.put.push_back({member_text(one.get_object(), "TagKey"), member_text(one.get_object(), "TagValue")});
    if (removed != nullptr)
        for (const json::value& one : *removed) changes.removed.push_back(member_text(one.get_object(), "TagKey"));
    TANDEM_CHECK(service::check_tags(changes.put, kTagLimits));
    for (const store::Tag& tag : changes.put) {
        if (std::ranges::find(kReservedKeys, tag.key) != kReservedKeys.end())
            return fail(ErrorCode::tag_key_invalid, tag.key);
        if (std::ranges::find(changes.removed, tag.key) != changes.removed.end())
            return fail(ErrorCode::tag_action_invalid, tag.key);
    }
    return changes;
}

Result<std::vector<service::TagFilter>> read_tag_filters(const Fields& fields) {
    std::vector<service::TagFilter> filters;
    const json::array* list = list_of(fields, "TagFilters");
    if (list == nullptr) return filters;
    if (list->size() > kTagLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& one : *list) {
        TANDEM_TRY(service::TagFilter filter, read_filter(one.get_object()));
        filters.push_back(std::move(filter));
    }
    return filters;
}

void write_tagging(JsonWriter& out, bool has_tags) {
    out.integer("TagCode", kTagsSaved).unescaped("TagMsg", has_tags ? "ok" : "no tags to save");
}

}  // namespace tandem::api::tencent::v2019
