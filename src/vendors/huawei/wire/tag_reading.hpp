#pragma once
// Tags as this API takes them (section 7, Tags): texts without control characters and * < > \ =, keys of 1 to 36
// characters, values of up to 43, ten tags a key.

#include "tandem/service/tags.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

inline constexpr service::TagLimits kTagLimits{.most_tags = 10, .longest_key = 36, .longest_value = 43};

// Checks every kind of list of tags. Error: tag_key_duplicate.
template <class Item>
Result<void> check_distinct_keys(const std::vector<Item>& items) {
    for (std::size_t i = 0; i < items.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (items[i].key == items[j].key) return fail(ErrorCode::tag_key_duplicate, items[i].key);
    return {};
}

// The tag of an item that the table of fields has let through: rules::kTagItem.
Result<store::Tag> read_tag(const boost::json::object& item, Arena& arena);
// Error: tag_key_duplicate.
Result<std::vector<store::Tag>> read_tag_list(const boost::json::array& list, Arena& arena);
// The same for removal: an item without a value is its key's tag, whatever the value.
Result<std::vector<service::TagFilter>> read_tag_removals(const boost::json::array& list, Arena& arena);

}  // namespace tandem::api::huawei
