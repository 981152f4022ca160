#include "past_deletion.hpp"

#include <algorithm>

namespace tandem::service {

bool has_keys_past_deletion(const Call& call) {
    const auto due = call.services.store.due_for_deletion(call.services.clock.now());
    return std::ranges::any_of(due, [&](const auto& one) { return one.first == call.tenant.facts.id; });
}

}  // namespace tandem::service
