#pragma once
// A key's state as callers see it: the stored one, unless time has overtaken it.

#include "tandem/service/call.hpp"

namespace tandem::service {

// A key whose imported material has expired waits for an import, whether or not a sweep came by since.
[[nodiscard]] keys::KeyState state_of(const store::Key& key, const Clock& clock) noexcept;
[[nodiscard]] keys::KeyClass class_of(const store::Key& key, const Clock& clock) noexcept;

// keys::check_state of the state now, and keystore_disabled.
Result<void> check_state(const Call& call, keys::Operation operation, const store::Key& key);

}  // namespace tandem::service
