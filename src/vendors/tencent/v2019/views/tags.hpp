#pragma once
// Tags and TagFilters of every operation that has them (API 3.0 spec sections 6 and 9).

#include "tandem/service/tags.hpp"

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019 {

// The vendor's tag service, whose limits hold for all its products.
inline constexpr service::TagLimits kTagLimits{.most_tags = 50, .longest_key = 127, .longest_value = 255};

// The tags to attach, none when the field is absent. Errors: those of service::check_tags.
Result<std::vector<store::Tag>> read_tags(const Fields& fields);

// ReplaceTags and DeleteTags of the tag service. Errors: parameters_missing (both), tag_list_malformed (an empty list,
// or more than 10), tag_key_invalid (reserved), tag_action_invalid (a key in both).
Result<service::TagChanges> read_tag_changes(const Fields& fields);

// At most 50 filters of at most 50 values, more than any object's tags could meet. Error: tag_limit_exceeded.
Result<std::vector<service::TagFilter>> read_tag_filters(const Fields& fields);

// A member that the field table has found to be a text; "" when it is absent.
std::string member_text(const boost::json::object& object, std::string_view name);

// TagCode and TagMsg.
void write_tagging(JsonWriter& out, bool has_tags);

}  // namespace tandem::api::tencent::v2019
