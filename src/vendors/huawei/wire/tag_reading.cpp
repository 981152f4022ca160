#include "tag_reading.hpp"

#include "field_limits.hpp"
#include "field_policy.hpp"

#include <boost/json.hpp>

namespace tandem::api::huawei {

namespace {

namespace json = boost::json;

Result<Fields> read_item(const json::object& item, Arena& arena) {
    return Fields::from_json(item, rules::kTagItemRules, kFieldPolicy, arena);
}

// Both kinds of list have a `key`.
template <class Item>
Result<void> check_distinct(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (items[i].key == items[j].key) return fail(ErrorCode::tag_key_duplicate, items[i].key);
    return {};
}

// A key that is left out is as wrong as one of a form that a tag cannot have.
Result<service::TagFilter> read_tag_filter(const json::value& item, Arena& arena) {
    TANDEM_TRY(const Fields fields, Fields::from_json(item.get_object(), rules::kTagFilterRules, kFieldPolicy, arena));
    if (!fields.has("key")) return fail(ErrorCode::tag_key_invalid);
    const auto values = fields.list("values");
    return service::TagFilter{.key = std::string{fields.text("key")}, .values = {values.begin(), values.end()}};
}

}  // namespace

Result<store::Tag> read_tag(const json::object& item, Arena& arena) {
    TANDEM_TRY(const Fields fields, read_item(item, arena));
    return store::Tag{std::string{fields.text("key")}, std::string{fields.text("value")}};
}

Result<std::vector<store::Tag>> read_tag_list(const json::array& list, Arena& arena) {
    std::vector<store::Tag> tags;
    for (const json::value& item : list) {
        TANDEM_TRY(store::Tag tag, read_tag(item.get_object(), arena));
        tags.push_back(std::move(tag));
    }
    TANDEM_CHECK(check_distinct(tags));
    return tags;
}

Result<std::vector<service::TagFilter>> read_tag_removals(const json::array& list, Arena& arena) {
    std::vector<service::TagFilter> removals;
    for (const json::value& item : list) {
        TANDEM_TRY(const Fields fields, read_item(item.get_object(), arena));
        service::TagFilter removal{.key = std::string{fields.text("key")}};
        if (fields.has("value")) removal.values.emplace_back(fields.text("value"));
        removals.push_back(std::move(removal));
    }
    TANDEM_CHECK(check_distinct(removals));
    return removals;
}

Result<std::vector<service::TagFilter>> read_tag_filters(const json::array& list, Arena& arena) {
    std::vector<service::TagFilter> filters;
    for (const json::value& item : list) {
        TANDEM_TRY(service::TagFilter filter, read_tag_filter(item, arena));
        filters.push_back(std::move(filter));
    }
    TANDEM_CHECK(check_distinct(filters));
    return filters;
}

}  // namespace tandem::api::huawei
