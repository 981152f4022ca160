#pragma once
// Keys whose time has come are gone or without material for callers, but stay as they were in the store until the next
// sweep.

#include "tandem/service/call.hpp"

namespace tandem::service {

// Whether a list of this tenant has to look for them. Between a sweep and the next date the answer is no, and costs
// nothing.
[[nodiscard]] bool has_keys_changed_by_time(const Call& call);

}  // namespace tandem::service
