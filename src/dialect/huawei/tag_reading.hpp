#pragma once
// Tags as this API takes them (section 7, Tags): texts without control characters and * < > \ =, keys of 1 to 36
// characters, values of up to 43, ten tags a key.

#include "tandem/service/tags.hpp"

#include "operation.hpp"

namespace tandem::dialect::huawei {

inline constexpr service::TagLimits kTagLimits{.most_tags = 10, .longest_key = 36, .longest_value = 43};

// One TagItem. Errors: parameter_missing (its key), tag_list_malformed, tag_key_length_invalid, tag_key_invalid,
// tag_value_length_invalid, tag_value_invalid.
Result<store::Tag> read_tag(const boost::json::object& item);
// A list of them. Errors: those and tag_list_empty, tag_list_size_invalid, tag_key_duplicate.
Result<std::vector<store::Tag>> read_tag_list(const boost::json::array& list);
// The same for removal: an item without a value is its key's tag, whatever the value.
Result<std::vector<service::TagFilter>> read_tag_removals(const boost::json::array& list);
// {key, values} each. Errors: tag_key_invalid, tag_list_size_invalid, tag_key_duplicate, tag_values_limit_exceeded.
Result<std::vector<service::TagFilter>> read_tag_filters(const boost::json::array& list);

}  // namespace tandem::dialect::huawei
