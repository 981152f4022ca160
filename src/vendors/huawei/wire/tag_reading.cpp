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
    TANDEM_CHECK(check_distinct_keys(tags));
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
    TANDEM_CHECK(check_distinct_keys(removals));
    return removals;
}

}  // namespace tandem::api::huawei
