#pragma once
// The service catalogue: this server's kms and iam (section 3.3a).

#include "tandem/dialect/wire.hpp"

#include "../../json_writer.hpp"

#include <string_view>

namespace tandem::dialect::huawei::iam {

// The elements of an open array. Huawei's own flavour: clients append the project id to the kms URL.
void write_catalog(JsonWriter& json, const WireRequest& request, std::string_view region);

}  // namespace tandem::dialect::huawei::iam
