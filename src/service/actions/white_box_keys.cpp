#include "tandem/service/actions/white_box_keys.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/change_object.hpp"

namespace tandem::service {

namespace {

using keys::KeyState;

constexpr crypto::CbcCipher cipher_of(keys::KeySpec spec) noexcept {
    return spec == keys::KeySpec::sm4 ? crypto::CbcCipher::sm4 : crypto::CbcCipher::aes256;
}

Result<void> move_white_box_keys_to(const Call& call, std::span<const ObjectId> ids, KeyState state) {
    return change_objects<WhiteBoxKey>(call, ids, [&](WhiteBoxKey& key) -> Result<Edit> {
        if (key.state == state) return Edit::none;
        key.state = state;
        return Edit::commit;
    });
}

}  // namespace

Result<const WhiteBoxKey*> create_white_box_key(const Call& call, WhiteBoxKeyFacts facts) {
    const store::Objects<WhiteBoxKey> objects{call.space};
    WhiteBoxKey key;
    key.id = crypto::random_uuid<ObjectId>();
    key.created = call.services.clock.now();
    key.name = std::move(facts.name);
    key.spec = facts.spec;
    key.description = std::move(facts.description);
    key.tags = std::move(facts.tags);
    const SecretBytes secret = crypto::random_secret(keys::material_bytes(key.spec));
    const auto add = [&]() -> Result<void> {
        if (objects.find_named(key.name) != nullptr) return fail(ErrorCode::alias_exists, key.name);
        if (objects.size() >= call.services.limits.max_white_box_keys_per_tenant)
            return fail(ErrorCode::white_box_key_limit_exceeded);
        Changes changes;
        changes.emplace_back(store::PutObject<WhiteBoxKey>{.object = key,
                                                           .expected_revision = store::PutObject<WhiteBoxKey>::kNew,
                                                           .secret = secret.clone(),
                                                           .most = call.services.limits.max_white_box_keys_per_tenant});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    };
    TANDEM_CHECK(retry_on_conflict(add));
    return find_white_box_key(call, key.id);
}

Result<const WhiteBoxKey*> find_white_box_key(const Call& call, const ObjectId& id) {
    return find_object<WhiteBoxKey>(call, id);
}

Result<SecretBytes> raw_white_box_key(const Call& call, const WhiteBoxKey& key) {
    return store::Objects<WhiteBoxKey>{call.space}.open_secret(key);
}

ListWhiteBoxKeysOutput list_white_box_keys(const Call& call, const ListWhiteBoxKeysInput& input) {
    auto found = list_objects<WhiteBoxKey>(call, {input.offset, input.limit, false}, input.matches);
    return {std::move(found.page), found.total};
}

Result<void> enable_white_box_keys(const Call& call, std::span<const ObjectId> ids) {
    return move_white_box_keys_to(call, ids, KeyState::enabled);
}

Result<void> disable_white_box_keys(const Call& call, std::span<const ObjectId> ids) {
    return move_white_box_keys_to(call, ids, KeyState::disabled);
}

Result<void> delete_white_box_key(const Call& call, const ObjectId& id) {
    return retry_on_conflict([&]() -> Result<void> {
        TANDEM_TRY(const WhiteBoxKey* key, find_white_box_key(call, id));
        if (key->state != KeyState::disabled) return fail(ErrorCode::white_box_key_not_disabled);
        Changes changes;
        changes.emplace_back(store::RemoveObject<WhiteBoxKey>{id, key->revision});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    });
}

Result<void> edit_white_box_tags(const Call& call, const ObjectId& id, const TagChanges& changes,
                                 const TagLimits& limits) {
    return change_objects<WhiteBoxKey>(call, {&id, 1}, [&](WhiteBoxKey& key) -> Result<Edit> {
        std::vector<store::Tag> tags = key.tags;
        TANDEM_CHECK(apply(changes, tags, limits));
        if (tags == key.tags) return Edit::none;
        key.tags = std::move(tags);
        return Edit::commit;
    });
}

Result<void> set_device_fingerprints(const Call& call, const ObjectId& id,
                                     std::vector<store::DeviceFingerprint> fingerprints) {
    return change_objects<WhiteBoxKey>(call, {&id, 1}, [&](WhiteBoxKey& key) -> Result<Edit> {
        if (key.fingerprints == fingerprints) return Edit::none;
        key.fingerprints = fingerprints;
        return Edit::commit;
    });
}

Result<WhiteBoxCiphertext> encrypt_by_white_box(const Call& call, const ObjectId& id, ByteView plaintext,
                                                const std::optional<InitializationVector>& iv) {
    if (plaintext.empty()) return fail(ErrorCode::plaintext_empty);
    if (plaintext.size() > keys::kMaxPlaintextBytes) return fail(ErrorCode::plaintext_too_long);
    TANDEM_TRY(const WhiteBoxKey* key, find_white_box_key(call, id));
    if (key->state != KeyState::enabled) return fail(ErrorCode::white_box_key_disabled);
    TANDEM_TRY(const SecretBytes raw, raw_white_box_key(call, *key));
    WhiteBoxCiphertext sealed{};
    if (iv) {
        sealed.iv = *iv;
    } else {
        crypto::random_bytes(sealed.iv);
    }
    sealed.ciphertext = crypto::cbc_encrypt(cipher_of(key->spec), raw.expose_secret(), sealed.iv, plaintext);
    return sealed;
}

}  // namespace tandem::service
