#pragma once
// The fault rules in the server's own API: docs/faults.md, "Over HTTP".

#include "tandem/api/admin_route.hpp"

#include "faults.hpp"
#include "read_rules.hpp"

#include <vector>

namespace tandem::standin {

// Both must outlive the routes.
std::vector<api::AdminRoute> fault_routes(Faults& faults, const FaultVocabulary& vocabulary);

}  // namespace tandem::standin
