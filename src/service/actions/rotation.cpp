#include "tandem/service/actions/rotation.hpp"

#include "tandem/service/actions/keystores.hpp"

#include "change_key.hpp"
#include "key_versions.hpp"

#include <chrono>

namespace tandem::service {

namespace {

constexpr std::chrono::hours kBetweenRotations{24};

Result<void> require_enabled_and_rotatable(const store::Key& key, const store::KeySettings& settings) {
    TANDEM_CHECK(require_rotatable(key));
    return keys::check_state(keys::Operation::encrypt, settings.state);
}

void set_period(store::Rotation& rotation, TimePoint now, std::uint32_t days) {
    rotation.enabled = true;
    rotation.period_days = days;
    rotation.next = now + std::chrono::days{days};
}

}  // namespace

Result<void> require_rotatable(const store::Key& key) {
    if (key.origin == keys::KeyOrigin::external) return fail(ErrorCode::key_is_external);
    if (keys::is_mac(key.spec)) return fail(ErrorCode::key_is_for_mac);
    if (!keys::is_symmetric_cipher(key.spec)) return fail(ErrorCode::rotation_not_for_asymmetric_key);
    const store::KeyAttributes& attributes = *key.settings.attributes;
    if (is_dedicated(attributes.keystore)) return fail(ErrorCode::keystore_without_rotation);
    if (attributes.region_role != store::RegionRole::alone) return fail(ErrorCode::rotation_not_for_key_of_regions);
    return {};
}

Result<const store::Key*> enable_rotation(const Call& call, const EnableRotationInput& input) {
    const auto edit = [&](const store::Key& key, store::KeySettings& settings, Changes&) -> Result<Edit> {
        const bool may_stay_disabled = input.also_when_disabled && settings.state == keys::KeyState::disabled;
        TANDEM_CHECK(may_stay_disabled ? require_rotatable(key) : require_enabled_and_rotatable(key, settings));
        const store::Rotation& rotation = settings.attributes->rotation;
        if (rotation.enabled && input.repeat == Repeat::refused) return fail(ErrorCode::rotation_already_enabled);
        if (rotation.enabled && rotation.period_days == input.days) return Edit::none;
        settings.attributes.edit([&](store::KeyAttributes& attributes) {
            set_period(attributes.rotation, call.services.clock.now(), input.days);
        });
        return Edit::commit;
    };
    return change_key(call, input.key, edit);
}

Result<const store::Key*> disable_rotation(const Call& call, const store::Key& key, Demands demands) {
    const auto edit = [&](const store::Key& current, store::KeySettings& settings, Changes&) -> Result<Edit> {
        if (demands == Demands::as_for_enabling) TANDEM_CHECK(require_enabled_and_rotatable(current, settings));
        if (!settings.attributes->rotation.enabled) {
            if (demands == Demands::as_for_enabling) return fail(ErrorCode::rotation_not_enabled);
            return Edit::none;
        }
        settings.attributes.edit([](store::KeyAttributes& attributes) {
            attributes.rotation.enabled = false;
            attributes.rotation.next.reset();
        });
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

Result<const store::Key*> set_rotation_period(const Call& call, const store::Key& key, std::uint32_t days) {
    const auto edit = [&](const store::Key& current, store::KeySettings& settings, Changes&) -> Result<Edit> {
        TANDEM_CHECK(require_enabled_and_rotatable(current, settings));
        if (!settings.attributes->rotation.enabled) return fail(ErrorCode::rotation_not_enabled);
        settings.attributes.edit([&](store::KeyAttributes& attributes) {
            set_period(attributes.rotation, call.services.clock.now(), days);
        });
        return Edit::commit;
    };
    return change_key(call, key, edit);
}

Result<const store::Key*> rotate_now(const Call& call, const store::Key& key) {
    return commit_plan(call, key, [&](const store::Key& current) -> Result<Changes> {
        TANDEM_CHECK(require_enabled_and_rotatable(current, settings_now(call, current)));
        const store::Rotation& rotation = current.settings.attributes->rotation;
        if (!rotation.enabled) return fail(ErrorCode::rotation_not_enabled);
        const TimePoint now = call.services.clock.now();
        // A clock that was put back leaves rotations in its future behind.
        const bool was_just_now = rotation.last && *rotation.last <= now && now < *rotation.last + kBetweenRotations;
        if (was_just_now) return fail(ErrorCode::rotation_too_soon);
        Changes changes;
        changes.emplace_back(rotated(current, now));
        return changes;
    });
}

}  // namespace tandem::service
