#pragma once
// Tags and TagFilters of every action that has them (API 3.0 spec sections 6 and 9).

#include "tandem/service/tags.hpp"

#include "tencent/v2019/action.hpp"

namespace tandem::dialect::tencent::v2019 {

// The tags to attach, none when the field is absent. Errors: those of service::check_tags.
Result<std::vector<store::Tag>> read_tags(const Fields& fields);

// At most 50 filters of at most 50 values, more than any object's tags could meet. Error: tag_limit_exceeded.
Result<std::vector<service::TagFilter>> read_tag_filters(const Fields& fields);

// TagCode and TagMsg.
void write_tagging(JsonWriter& out, bool has_tags);

}  // namespace tandem::dialect::tencent::v2019
