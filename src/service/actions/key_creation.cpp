#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/actions/keystores.hpp"

#include "change_key.hpp"
#include "key_pair.hpp"

namespace tandem::service {

namespace {

struct Material {
    SecretBytes secret;  // empty for keys that wait for an import
    Bytes public_key;    // DER; empty for symmetric keys
};

Result<Material> make_material(const Call& call, const CreateKeyInput& input) {
    if (input.origin == keys::KeyOrigin::external) return Material{};
    if (!keys::is_asymmetric(input.spec))
        return Material{.secret = crypto::random_secret(keys::material_bytes(input.spec)), .public_key = {}};
    TANDEM_TRY(const crypto::PrivateKey key, make_key_pair(call, algorithm_of(input.spec)));
    TANDEM_TRY(const crypto::PublicKey public_key, key.public_key());
    return Material{.secret = key.to_der(), .public_key = public_key.to_der()};
}

store::Key describe(const Call& call, const CreateKeyInput& input) {
    const bool waits_for_import = input.origin == keys::KeyOrigin::external;
    const auto random = crypto::random_id<KeyId>();
    store::Key key;
    key.id = crypto::random_uuid<KeyId>();
    key.name = keys::KeyName::from_random(load_u64_be(random.bytes.data()));
    key.spec = input.spec;
    key.usage = input.usage;
    key.origin = input.origin;
    key.created = call.services.clock.now();
    key.settings.state = waits_for_import ? keys::KeyState::pending_import : keys::KeyState::enabled;
    key.settings.description = input.description;
    key.settings.primary_alias = input.alias.name;
    store::KeyAttributes attributes;
    attributes.tags = input.tags;
    attributes.keystore = input.keystore;
    key.settings.attributes.set(std::move(attributes));
    return key;
}

Result<void> check_keystore_for(const Call& call, const CreateKeyInput& input) {
    TANDEM_CHECK(check_keystore(call, input.keystore));
    if (is_dedicated(input.keystore) && input.origin == keys::KeyOrigin::external)
        return fail(ErrorCode::keystore_without_import);
    return {};
}

// The key's coming changes the keystore's revision: nobody removes or disables it at the same moment.
Result<void> enter_keystore(const Call& call, const ObjectId& id, Changes& changes) {
    if (!is_dedicated(id)) return {};
    TANDEM_CHECK(check_keystore(call, id));
    TANDEM_TRY(const DedicatedKeystore* keystore, find_keystore(call, id));
    changes.emplace_back(store::PutObject<DedicatedKeystore>{*keystore, keystore->revision});
    return {};
}

Result<void> check_room_for_keys(const Call& call) {
    if (call.services.store.key_count(call.space) < call.services.limits.max_keys_per_tenant) return {};
    return fail(ErrorCode::key_limit_exceeded);
}

Result<KeyId> commit_new_key(const Call& call, const CreateKeyInput& input, const Material& material) {
    TANDEM_CHECK(check_room_for_keys(call));
    store::Key key = describe(call, input);
    const KeyId id = key.id;
    if (call.services.store.find_key(call.space, key.name) != nullptr) return fail(ErrorCode::conflict);
    Changes changes;
    TANDEM_CHECK(enter_keystore(call, input.keystore, changes));
    if (!input.alias.empty()) TANDEM_CHECK(check_alias_is_free(call, input.alias.name));
    changes.emplace_back(store::CreateKey{.key = std::move(key),
                                          .material = material.secret.clone(),
                                          .public_key = material.public_key,
                                          .most_keys = call.services.limits.max_keys_per_tenant});
    if (!input.alias.empty()) changes.push_back(new_alias(call, input.alias, id));
    TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
    return id;
}

}  // namespace

crypto::AsymmetricAlgorithm algorithm_of(keys::KeySpec spec) noexcept {
    using crypto::AsymmetricAlgorithm;
    using keys::KeySpec;
    switch (spec) {
        case KeySpec::rsa_2048:
            return AsymmetricAlgorithm::rsa_2048;
        case KeySpec::rsa_3072:
            return AsymmetricAlgorithm::rsa_3072;
        case KeySpec::rsa_4096:
            return AsymmetricAlgorithm::rsa_4096;
        case KeySpec::ec_p256:
            return AsymmetricAlgorithm::ec_p256;
        case KeySpec::ec_p384:
            return AsymmetricAlgorithm::ec_p384;
        case KeySpec::secp256k1:
            return AsymmetricAlgorithm::ec_secp256k1;
        case KeySpec::ed25519:
            return AsymmetricAlgorithm::ed25519;
        default:
            return AsymmetricAlgorithm::sm2;
    }
}

Result<const store::Key*> create_key(const Call& call, const CreateKeyInput& input) {
    if (!keys::usage_fits(input.spec, input.usage)) return fail(ErrorCode::key_usage_invalid);
    // Before the material is made: generating an RSA key only to find no room, or the alias taken, would be a waste.
    TANDEM_CHECK(check_room_for_keys(call));
    TANDEM_CHECK(check_keystore_for(call, input));
    if (!input.alias.empty()) TANDEM_CHECK(check_alias_is_free(call, input.alias.name));
    TANDEM_TRY(const Material material, make_material(call, input));
    TANDEM_TRY(const KeyId id, retry_on_conflict([&] { return commit_new_key(call, input, material); }));
    return find_key(call, id);
}

}  // namespace tandem::service
