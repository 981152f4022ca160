#pragma once
// Keys past their deletion date are gone for callers, but stay in the store until the next sweep.

#include "tandem/service/call.hpp"

namespace tandem::service {

// Whether a list of this tenant has to look for them. Between a sweep and the next date the answer is no, and costs
// nothing.
[[nodiscard]] bool has_keys_past_deletion(const Call& call);

}  // namespace tandem::service
