#pragma once
// The one version of the identity API that there is (section 3.4).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei::iam {

// Its members, into an open object.
void write_identity_version(JsonWriter& json, const WireRequest& request);

}  // namespace tandem::api::huawei::iam
