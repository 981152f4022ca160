#include "tandem/service/actions/import.hpp"

#include "change_key.hpp"
#include "import_rules.hpp"
#include "import_token.hpp"
#include "imported_material.hpp"
#include "imported_versions.hpp"
#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

using store::ImportToken;

// Material that the key had comes back as what it was; what is still there, though past its time perhaps, is only given
// a new end.
Changes plan_return(const Call& call, const store::Key& key, const ImportMaterialInput& input,
                    const ImportedMaterial& material, ImportedVersions versions,
                    const std::vector<std::uint32_t>& numbers) {
    if (versions.all.empty()) versions.all.push_back({.created = call.services.clock.now()});
    for (const std::uint32_t number : numbers) {
        ImportedVersion& one = versions.all[number];
        one.material = material.secret.clone();
        one.public_key = material.public_key;
        one.ends = input.expires;
    }
    const bool is_newest = numbers.back() >= versions.newest;
    versions.newest = std::max(versions.newest, numbers.back());
    // Without the newest one, what only the clock says of it is not written down: it may be wrong.
    return put_imported(key, is_newest ? settings_now(call, key) : key.settings, std::move(versions));
}

// The token keeps the material until a rotation takes it, in the place of what may have waited before.
Result<Changes> plan_waiting(const Call& call, const store::Key& key, const ImportToken& token,
                             const ImportMaterialInput& input, ImportedMaterial material) {
    Changes changes;
    changes.emplace_back(settings_change(key, key.settings));  // as it was when all this was decided
    if (const ImportToken* before = find_waiting(call.space, key.id))
        changes.emplace_back(store::RemoveObject<ImportToken>{.id = before->id, .expected_revision = before->revision});
    ImportToken holder = token;
    holder.created = call.services.clock.now();
    holder.wrapping = kHoldsMaterial;
    holder.expires = input.expires ? *input.expires : kNeverExpires;
    changes.emplace_back(store::PutObject<ImportToken>{
        .object = std::move(holder), .expected_revision = token.revision, .secret = std::move(material.secret)});
    return changes;
}

Result<Changes> plan_import(const Call& call, const store::Key& key, const ImportToken& token,
                            const ImportMaterialInput& input, ImportedMaterial material) {
    TANDEM_TRY(ImportedVersions versions, imported_versions(call.services.store, call.space, key));
    const auto numbers = versions_of(versions, fingerprint_of(call.space, key, material.secret));
    if (!numbers.empty()) return plan_return(call, key, input, material, std::move(versions), numbers);
    const bool waits = input.states == ImportStates::pending_import_or_waiting &&
                       state_of(key, call.services.clock) == keys::KeyState::enabled;
    if (!waits) return fail(ErrorCode::material_mismatch);
    return plan_waiting(call, key, token, input, std::move(material));
}

// Durable before the caller hears of the failure, so that no number of requests at once gets more tries.
Result<void> count_failure(const Call& call, const ImportToken& token) {
    ImportToken counted = token;
    ++counted.failures;
    Changes changes;
    changes.emplace_back(
        store::PutObject<ImportToken>{.object = std::move(counted), .expected_revision = token.revision});
    TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
    return {};
}

Result<Changes> try_import(const Call& call, const store::Key& key, const ImportToken& token,
                           const ImportMaterialInput& input) {
    TANDEM_TRY(ImportedMaterial material, unwrap_material(call, key, token, input));
    return plan_import(call, key, token, input, std::move(material));
}

Result<const store::Key*> import_once(const Call& call, CurrentKey& current, const ImportMaterialInput& input) {
    TANDEM_TRY(const store::Key* key, current.next());
    TANDEM_CHECK(require_importable(call, *key, input.states));
    if (input.expires && *input.expires <= call.services.clock.now()) return fail(ErrorCode::material_expiry_invalid);
    TANDEM_TRY(const ImportToken* token, find_import_token(call, key->id, input.token));
    if (keys::is_asymmetric(key->spec) && input.wrapped_private_key.empty())
        return fail(ErrorCode::private_key_missing);
    Result<Changes> changes = try_import(call, *key, *token, input);
    if (changes.has_error()) {
        if (changes.error().code != ErrorCode::internal) TANDEM_CHECK(count_failure(call, *token));
        return std::move(changes).error();
    }
    const KeyId id = key->id;
    TANDEM_CHECK(call.services.store.commit(call.space, std::move(*changes)));
    return find_key(call, id);
}

}  // namespace

Result<const store::Key*> import_material(const Call& call, const ImportMaterialInput& input) {
    CurrentKey current{call, input.key};
    return retry_on_conflict([&] { return import_once(call, current, input); });
}

Result<const store::Key*> delete_imported_material(const Call& call, const store::Key& found) {
    return commit_plan(call, found, [&](const store::Key& key) -> Result<Changes> {
        if (key.origin != keys::KeyOrigin::external) return fail(ErrorCode::key_is_not_external);
        TANDEM_CHECK(require_unbound(key));
        const keys::KeyState state = state_of(key, call.services.clock);
        if (state != keys::KeyState::disabled) TANDEM_CHECK(keys::check_state(keys::Operation::encrypt, state));
        if (keys::is_asymmetric(key.spec)) return fail(ErrorCode::material_not_removable);
        TANDEM_TRY(ImportedVersions versions, imported_versions(call.services.store, call.space, key));
        for (ImportedVersion& one : versions.all) one.remove();
        Changes changes = put_imported(key, key.settings, std::move(versions));
        // Material that waits to become one of them goes along.
        if (const ImportToken* waiting = find_waiting(call.space, key.id))
            changes.emplace_back(
                store::RemoveObject<ImportToken>{.id = waiting->id, .expected_revision = waiting->revision});
        return changes;
    });
}

Result<const store::Key*> rotate_to_imported(const Call& call, const store::Key& found) {
    return commit_plan(call, found, [&](const store::Key& key) -> Result<Changes> {
        if (key.origin != keys::KeyOrigin::external) return fail(ErrorCode::key_is_not_external);
        TANDEM_CHECK(check_state(call, keys::Operation::encrypt, key));
        if (key.settings.attributes->region_role != store::RegionRole::alone)
            return fail(ErrorCode::rotation_not_for_key_of_regions);
        const ImportToken* waiting = find_waiting(call.space, key.id);
        const TimePoint now = call.services.clock.now();
        if (waiting == nullptr || waiting->expires <= now)
            return fail(ErrorCode::parameter_invalid, "key_id", "no imported material waits");
        TANDEM_TRY(SecretBytes material, store::Objects<ImportToken>{call.space}.open_secret(*waiting));
        TANDEM_TRY(ImportedVersions versions, imported_versions(call.services.store, call.space, key));
        Bytes fingerprint = fingerprint_of(call.space, key, material);
        if (!versions_of(versions, fingerprint).empty()) return fail(ErrorCode::material_mismatch);
        versions.newest = static_cast<std::uint32_t>(versions.all.size());
        const bool ends = waiting->expires != kNeverExpires;
        versions.all.push_back({.created = now,
                                .material = std::move(material),
                                .fingerprint = std::move(fingerprint),
                                .ends = ends ? OptionalTime{waiting->expires} : OptionalTime{}});
        store::KeySettings settings = key.settings;
        settings.attributes.edit([&](store::KeyAttributes& attributes) { attributes.rotation.last = now; });
        Changes changes = put_imported(key, std::move(settings), std::move(versions));
        changes.emplace_back(
            store::RemoveObject<ImportToken>{.id = waiting->id, .expected_revision = waiting->revision});
        return changes;
    });
}

std::optional<WaitingMaterial> waiting_material(const store::KeySpace& space, const store::Key& key) {
    const ImportToken* waiting = find_waiting(space, key.id);
    if (waiting == nullptr) return std::nullopt;
    const bool ends = waiting->expires != kNeverExpires;
    return WaitingMaterial{waiting->created, ends ? OptionalTime{waiting->expires} : OptionalTime{}};
}

}  // namespace tandem::service
