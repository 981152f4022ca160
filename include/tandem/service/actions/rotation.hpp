#pragma once
// New material for a key, by the clock or at once. What older versions sealed opens for ever. Only keys of the server's
// own symmetric material rotate. All but reading change the store: worker pool.

#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/call.hpp"

#include <cstdint>

namespace tandem::service {

inline constexpr std::uint32_t kUsualRotationDays = 365;

// Checks what the key is, before its state. Errors: key_is_external, key_is_for_mac, rotation_not_for_asymmetric_key,
// keystore_without_rotation, rotation_not_for_key_of_regions.
Result<void> require_rotatable(const store::Key& key);

struct EnableRotationInput {
    const store::Key& key;
    std::uint32_t days = kUsualRotationDays;  // until the first and between two
    Repeat repeat = Repeat::harmless;         // refused: rotation_already_enabled
    bool also_when_disabled = false;          // the key rotates once it is enabled again
};
// A harmless repeat sets the period anew. Errors: require_rotatable's, the key's state unless allowed.
Result<const store::Key*> enable_rotation(const Call& call, const EnableRotationInput& input);

// Demands of an API on a key whose rotation it turns off.
enum class Demands : bool { none, as_for_enabling };
// Demands none: in any state and of any key. Errors else: enable_rotation's, and rotation_not_enabled when it is off.
Result<const store::Key*> disable_rotation(const Call& call, const store::Key& key, Demands demands);

// Errors: enable_rotation's, rotation_not_enabled.
Result<const store::Key*> set_rotation_period(const Call& call, const store::Key& key, std::uint32_t days);

// Errors: enable_rotation's, rotation_not_enabled, rotation_too_soon within 24 hours of the last one.
Result<const store::Key*> rotate_now(const Call& call, const store::Key& key);

}  // namespace tandem::service
