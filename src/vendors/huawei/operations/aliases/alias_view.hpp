#pragma once
// Aliases in answers (section 7, Aliases).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

void write_alias(JsonWriter& json, const Request& request, const store::Alias& alias);

}  // namespace tandem::api::huawei
