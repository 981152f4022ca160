#include "past_deletion.hpp"

#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

bool has_keys_past_deletion(const Call& call) {
    const auto due = call.services.store.due_keys(call.services.clock.now());
    return std::ranges::any_of(due, [&](const auto& one) {
        const auto& [tenant, id] = one;
        if (tenant != call.tenant.facts.id) return false;
        const store::Key* key = call.services.store.find_key(call.tenant, id);
        return key != nullptr && is_past_deletion(*key, call.services.clock);
    });
}

}  // namespace tandem::service
