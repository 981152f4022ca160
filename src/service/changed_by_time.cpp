#include "changed_by_time.hpp"

#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

bool has_keys_changed_by_time(const Call& call) {
    const Clock& clock = call.services.clock;
    return std::ranges::any_of(call.services.store.due_keys(clock.now()), [&](const auto& one) {
        const auto& [space, id] = one;
        if (space != call.space.id) return false;
        const store::Key* key = call.services.store.find_key(call.space, id);
        return key != nullptr && (is_past_deletion(*key, clock) || is_past_material(*key, clock));
    });
}

}  // namespace tandem::service
