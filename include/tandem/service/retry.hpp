#pragma once
// Changes on condition: decide by what was found, commit on condition that nobody was faster, else again.

#include "tandem/store/key_store.hpp"

#include <concepts>
#include <vector>

namespace tandem::service {

using Changes = std::vector<store::Change>;
// Decision of an edit of something found: there is something to commit, or it is as it should be.
enum class Edit : bool { none, commit };

// `attempt` asks for what it needs anew and returns a Result. Gives up as `overloaded` when others keep winning.
template <std::invocable Attempt>
std::invoke_result_t<Attempt> retry_on_conflict(Attempt attempt) {
    constexpr int kAttempts = 16;
    for (int i = 0; i < kAttempts; ++i) {
        auto result = attempt();
        if (result.has_value() || result.error().code != ErrorCode::conflict) return result;
    }
    return fail(ErrorCode::overloaded, {}, "other writers kept changing the same key");
}

}  // namespace tandem::service
