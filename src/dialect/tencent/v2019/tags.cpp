#include "tencent/v2019/tags.hpp"

#include <boost/json.hpp>

namespace tandem::dialect::tencent::v2019 {
namespace {

namespace json = boost::json;

// The vendor's tag service, whose limits hold for all its products.
constexpr service::TagLimits kLimits{.most_tags = 50, .longest_key = 127, .longest_value = 255};

constexpr std::int64_t kTagsSaved = 0;  // TagCode

// A member whose type the field table has checked.
std::string text_of(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    const json::string* text = value == nullptr ? nullptr : value->if_string();
    return text == nullptr ? std::string{} : std::string{text->data(), text->size()};
}

// Nothing for a field that is absent or empty.
const json::array* list_of(const Fields& fields, std::string_view name) {
    const json::value* value = fields.value(name);
    return value == nullptr ? nullptr : value->if_array();
}

Result<service::TagFilter> read_filter(const json::object& object) {
    service::TagFilter filter{.key = text_of(object, "TagKey")};
    const json::value* values = object.if_contains("TagValue");
    const json::array* list = values == nullptr ? nullptr : values->if_array();
    if (list == nullptr) return filter;
    if (list->size() > kLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& value : *list) {
        const json::string* text = value.if_string();
        if (text != nullptr) filter.values.emplace_back(text->data(), text->size());
    }
    return filter;
}

}  // namespace

Result<std::vector<store::Tag>> read_tags(const Fields& fields) {
    std::vector<store::Tag> tags;
    const json::array* list = list_of(fields, "Tags");
    if (list == nullptr) return tags;
    if (list->size() > kLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& one : *list) {
        const json::object& object = one.get_object();
        tags.push_back({.key = text_of(object, "TagKey"), .value = text_of(object, "TagValue")});
    }
    TANDEM_CHECK(service::check_tags(tags, kLimits));
    return tags;
}

Result<std::vector<service::TagFilter>> read_tag_filters(const Fields& fields) {
    std::vector<service::TagFilter> filters;
    const json::array* list = list_of(fields, "TagFilters");
    if (list == nullptr) return filters;
    if (list->size() > kLimits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    for (const json::value& one : *list) {
        TANDEM_TRY(service::TagFilter filter, read_filter(one.get_object()));
        filters.push_back(std::move(filter));
    }
    return filters;
}

void write_tagging(JsonWriter& out, bool has_tags) {
    out.integer("TagCode", kTagsSaved).plain("TagMsg", has_tags ? "ok" : "no tags to save");
}

}  // namespace tandem::dialect::tencent::v2019
