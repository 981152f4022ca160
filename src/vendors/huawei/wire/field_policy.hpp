#pragma once
// How this API reads fields, and its tables of them as the compatibility page shows them.

#include "tandem/api/dialect.hpp"

#include "huawei/request.hpp"

#include <vector>

namespace tandem::api::huawei {

// Section 1: numbers in either spelling, "" as absent, unknown fields ignored.
inline constexpr FieldPolicy kFieldPolicy{.numbers_as_text = true, .empty_is_absent = true, .type_is_limit = true};

// Those of the path, in braces, and those of the query or the body.
std::vector<FieldStatus> describe_fields(const Operation& operation);
// The fields that every operation takes.
std::vector<FieldStatus> describe_common_fields();

}  // namespace tandem::api::huawei
