#include "tag_reading.hpp"

#include "tandem/base/encoding.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace tandem::dialect::huawei {

namespace {

namespace json = boost::json;

constexpr std::size_t kMostValues = 10;  // of one key in a filter

bool is_forbidden(char c) noexcept {
    constexpr std::string_view kForbidden = "*<>\\=";
    return static_cast<unsigned char>(c) < 0x20 || kForbidden.find(c) != std::string_view::npos;
}

// Nothing for a member that is absent or null. Error: tag_list_malformed.
Result<std::optional<std::string>> read_member(const json::object& item, std::string_view name) {
    using Member = std::optional<std::string>;
    const json::value* value = item.if_contains(name);
    if (value == nullptr || value->is_null()) return Member{};
    const json::string* text = value->if_string();
    if (text == nullptr) return fail(ErrorCode::tag_list_malformed, name);
    return Member{std::string{text->data(), text->size()}};
}

Result<void> check_text(std::string_view text, std::size_t least, std::size_t most, ErrorCode wrong_length,
                        ErrorCode wrong) {
    const std::size_t length = code_points(text);
    if (length < least || length > most) return fail(wrong_length);
    if (std::ranges::any_of(text, is_forbidden)) return fail(wrong);
    return {};
}

Result<std::string> read_key(const json::object& item) {
    TANDEM_TRY(const std::optional<std::string> key, read_member(item, "key"));
    if (!key) return fail(ErrorCode::parameter_missing, "key");
    TANDEM_CHECK(
        check_text(*key, 1, kTagLimits.longest_key, ErrorCode::tag_key_length_invalid, ErrorCode::tag_key_invalid));
    return *key;
}

Result<std::optional<std::string>> read_value(const json::object& item) {
    TANDEM_TRY(const std::optional<std::string> value, read_member(item, "value"));
    if (value)
        TANDEM_CHECK(check_text(*value, 0, kTagLimits.longest_value, ErrorCode::tag_value_length_invalid,
                                ErrorCode::tag_value_invalid));
    return value;
}

Result<void> check_size(const json::array& list) {
    if (list.empty()) return fail(ErrorCode::tag_list_empty);
    if (list.size() > kTagLimits.most_tags) return fail(ErrorCode::tag_list_size_invalid);
    return {};
}

// Both kinds of list have a `key`.
template <class Item>
Result<void> check_distinct(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (items[i].key == items[j].key) return fail(ErrorCode::tag_key_duplicate, items[i].key);
    return {};
}

// A key of the form that a tag cannot have is as wrong as one that is none.
Result<service::TagFilter> read_filter(const json::object& item) {
    auto key = read_key(item);
    if (key.has_error()) return fail(ErrorCode::tag_key_invalid);
    service::TagFilter filter{.key = std::move(*key)};
    const json::value* values = item.if_contains("values");
    if (values == nullptr || values->is_null()) return filter;
    const json::array* list = values->if_array();
    if (list == nullptr) return fail(ErrorCode::tag_key_invalid);
    if (list->size() > kMostValues) return fail(ErrorCode::tag_values_limit_exceeded);
    for (const json::value& value : *list) {
        const json::string* text = value.if_string();
        if (text == nullptr) return fail(ErrorCode::tag_key_invalid);
        filter.values.emplace_back(text->data(), text->size());
    }
    return filter;
}

}  // namespace

Result<store::Tag> read_tag(const json::object& item) {
    store::Tag tag;
    TANDEM_TRY(tag.key, read_key(item));
    TANDEM_TRY(const std::optional<std::string> value, read_value(item));
    tag.value = value.value_or(std::string{});
    return tag;
}

Result<std::vector<store::Tag>> read_tag_list(const json::array& list) {
    TANDEM_CHECK(check_size(list));
    std::vector<store::Tag> tags;
    for (const json::value& item : list) {
        TANDEM_TRY(store::Tag tag, read_tag(item.get_object()));
        tags.push_back(std::move(tag));
    }
    TANDEM_CHECK(check_distinct(tags));
    return tags;
}

Result<std::vector<service::TagFilter>> read_tag_removals(const json::array& list) {
    TANDEM_CHECK(check_size(list));
    std::vector<service::TagFilter> removals;
    for (const json::value& item : list) {
        service::TagFilter removal;
        TANDEM_TRY(removal.key, read_key(item.get_object()));
        TANDEM_TRY(const std::optional<std::string> value, read_value(item.get_object()));
        if (value) removal.values.push_back(*value);
        removals.push_back(std::move(removal));
    }
    TANDEM_CHECK(check_distinct(removals));
    return removals;
}

Result<std::vector<service::TagFilter>> read_tag_filters(const json::array& list) {
    if (list.size() > kTagLimits.most_tags) return fail(ErrorCode::tag_list_size_invalid);
    std::vector<service::TagFilter> filters;
    for (const json::value& item : list) {
        TANDEM_TRY(service::TagFilter filter, read_filter(item.get_object()));
        filters.push_back(std::move(filter));
    }
    TANDEM_CHECK(check_distinct(filters));
    return filters;
}

}  // namespace tandem::dialect::huawei
