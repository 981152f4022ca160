#pragma once
// How an administrator sees what the guard thinks of the clock, and accepts it.

#include "tandem/api/admin_route.hpp"

#include "destruction_guard.hpp"

#include <vector>

namespace tandem::app {

// GET /_tandem/clock/status and POST /_tandem/clock/accept. Both must outlive them.
std::vector<api::AdminRoute> clock_guard_routes(DestructionGuard& guard, const Clock& clock);

}  // namespace tandem::app
