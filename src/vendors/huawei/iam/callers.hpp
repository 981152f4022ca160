#pragma once
// Who calls, for operations that are open to all and ask only where they have to.

#include "tandem/api/operation.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei::iam {

// Where the caller can be asked for: a signature by a key of a curve takes its time.
Place place_to_find_caller(Request& request);

// At that place. Errors: authenticate's.
Result<Caller> find_caller(const Request& request);

}  // namespace tandem::api::huawei::iam
