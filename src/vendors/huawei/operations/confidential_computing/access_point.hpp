#pragma once
// Access points (section 7, Confidential computing): records with a private key.

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// The id in the path. Error: access_point_not_found.
Result<store::ObjectId> read_access_point_id(Request& request);

}  // namespace tandem::api::huawei
