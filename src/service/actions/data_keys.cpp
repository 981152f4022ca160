#include "tandem/service/actions/data_keys.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/keys/encryption_context.hpp"
#include "tandem/service/actions/messages.hpp"
#include "tandem/service/change_object.hpp"
#include "tandem/service/key_state.hpp"

namespace tandem::service {

namespace {

using keys::Envelope;

// The context of every imported data key, which was sealed without one.
ByteView no_context() noexcept { return keys::EncryptionContext::canonical_empty(); }

// Those that wait for their deletion take room too: they are all still there.
Result<void> check_room_for_data_keys(const Call& call) {
    if (store::Objects<HostedDataKey>{call.space}.size() < call.services.limits.max_data_keys_per_tenant) return {};
    return fail(ErrorCode::data_key_limit_exceeded);
}

Result<std::string> seal(const Call& call, const store::Key& key, ByteView plaintext, ByteView context) {
    Envelope envelope;
    TANDEM_CHECK(encrypt(call,
                         {.key = key,
                          .plaintext = plaintext,
                          .context = context,
                          .shape = keys::Shape::three_piece,
                          .operation = keys::Operation::generate_data_key},
                         envelope));
    std::string text(envelope.encoded_length(), '\0');
    envelope.encode_three_piece_to(text.data());
    return text;
}

// Data key by itself; its name and the like come with the facts.
struct Sealed {
    KeyId key;
    std::string ciphertext;
    std::size_t bytes;
    ByteView context;
    keys::KeyOrigin origin;
};

HostedDataKey make_object(const Call& call, DataKeyFacts facts, Sealed sealed) {
    HostedDataKey object;
    object.id = crypto::random_uuid<ObjectId>();
    object.created = call.services.clock.now();
    object.name = std::move(facts.name);
    object.description = std::move(facts.description);
    object.tags = std::move(facts.tags);
    object.key = sealed.key;
    object.ciphertext = std::move(sealed.ciphertext);
    object.bytes = static_cast<std::uint32_t>(sealed.bytes);
    object.origin = sealed.origin;
    const bool has_context = !std::ranges::equal(sealed.context, no_context());
    if (has_context) object.context = to_bytes(sealed.context);
    return object;
}

Result<const HostedDataKey*> host(const Call& call, DataKeyFacts facts, Sealed sealed) {
    const HostedDataKey object = make_object(call, std::move(facts), std::move(sealed));
    const auto add = [&]() -> Result<void> {
        Changes changes;
        TANDEM_CHECK(check_room_for_data_keys(call));
        TANDEM_CHECK(check_name_is_free<HostedDataKey>(call, object.name, object.id, ErrorCode::data_key_name_exists));
        changes.emplace_back(store::PutObject<HostedDataKey>{.object = object,
                                                             .expected_revision = store::PutObject<HostedDataKey>::kNew,
                                                             .most = call.services.limits.max_data_keys_per_tenant});
        TANDEM_CHECK(call.services.store.commit(call.space, std::move(changes)));
        return {};
    };
    TANDEM_CHECK(retry_on_conflict(add));
    return find_data_key(call, object.id);
}

}  // namespace

Result<void> check_new_data_key(const Call& call, const DataKeyFacts& facts) {
    TANDEM_CHECK(check_name_is_free<HostedDataKey>(call, facts.name, {}, ErrorCode::data_key_name_exists));
    return check_room_for_data_keys(call);
}

Result<GeneratedDataKey> generate_hosted_data_key(const Call& call, const GenerateHostedInput& input) {
    TANDEM_CHECK(check_new_data_key(call, input.facts));
    SecretBytes plaintext = crypto::random_secret(input.bytes);
    TANDEM_TRY(std::string ciphertext, seal(call, input.key, plaintext.expose_secret(), input.context));
    TANDEM_TRY(const HostedDataKey* data_key,
               host(call, input.facts,
                    {input.key.id, std::move(ciphertext), input.bytes, input.context, keys::KeyOrigin::generated}));
    return GeneratedDataKey{data_key, std::move(plaintext)};
}

Result<const HostedDataKey*> import_data_key(const Call& call, DataKeyFacts facts, const store::Key& key,
                                             ByteView plaintext) {
    if (plaintext.size() > keys::kMaxDataKeyBytes) return fail(ErrorCode::plaintext_too_long);
    TANDEM_CHECK(check_new_data_key(call, facts));
    TANDEM_TRY(std::string ciphertext, seal(call, key, plaintext, no_context()));
    return host(call, std::move(facts),
                {key.id, std::move(ciphertext), plaintext.size(), no_context(), keys::KeyOrigin::external});
}

Result<KeyId> key_of_sealed_data_key(std::string_view ciphertext, const KeyId* expected) {
    Envelope envelope;
    if (envelope.read_three_piece(ciphertext).has_error()) return fail(ErrorCode::data_key_material_invalid);
    const KeyId& key = envelope.header().key;
    if (expected != nullptr && *expected != key) return fail(ErrorCode::data_key_material_invalid);
    return key;
}

Result<const HostedDataKey*> import_sealed_data_key(const Call& call, DataKeyFacts facts, std::string_view ciphertext,
                                                    const store::Key& key) {
    TANDEM_CHECK(check_new_data_key(call, facts));
    Envelope envelope;
    if (envelope.read_three_piece(ciphertext).has_error()) return fail(ErrorCode::data_key_material_invalid);
    // The key has to be of use for data keys to come too: an archived one is not.
    TANDEM_CHECK(check_state(call, keys::Operation::generate_data_key, key));
    SecretBytes plaintext{envelope.ciphertext().size()};
    const auto opened = decrypt(call, key, {.context = no_context()}, envelope, plaintext.expose_secret_for_writing());
    if (opened.has_error() && opened.error().code != ErrorCode::ciphertext_rejected) return opened.error();
    if (opened.has_error() || opened->plaintext_bytes > keys::kMaxDataKeyBytes)
        return fail(ErrorCode::data_key_material_invalid);
    return host(call, std::move(facts),
                {key.id, std::string{ciphertext}, opened->plaintext_bytes, no_context(), keys::KeyOrigin::external});
}

Result<const HostedDataKey*> find_data_key(const Call& call, const ObjectId& id) {
    return find_object<HostedDataKey>(call, id);
}

Result<void> check_openable(const HostedDataKey& data_key) {
    if (data_key.state == keys::KeyState::disabled) return fail(ErrorCode::data_key_disabled);
    if (data_key.state == keys::KeyState::pending_deletion) return fail(ErrorCode::data_key_pending_deletion);
    return {};
}

Result<KeyId> key_of_data_key(const HostedDataKey& data_key) {
    Envelope envelope;
    TANDEM_CHECK(envelope.read_three_piece(data_key.ciphertext));
    return envelope.header().key;
}

Result<SecretBytes> open_data_key(const Call& call, const HostedDataKey& data_key, const store::Key& key) {
    TANDEM_CHECK(check_openable(data_key));
    Envelope envelope;
    TANDEM_CHECK(envelope.read_three_piece(data_key.ciphertext));
    SecretBytes plaintext{envelope.ciphertext().size()};
    const ByteView context = data_key.context.empty() ? no_context() : ByteView{data_key.context};
    TANDEM_TRY(const DecryptOutput opened, decrypt(call, key, {.context = context, .expected_key = data_key.key},
                                                   envelope, plaintext.expose_secret_for_writing()));
    plaintext.shrink_to(opened.plaintext_bytes);
    return plaintext;
}

ListDataKeysOutput list_data_keys(const Call& call, const ListDataKeysInput& input) {
    auto found = list_objects<HostedDataKey>(call, {input.offset, input.limit, input.oldest_first}, input.matches);
    return {std::move(found.page), found.total};
}

std::size_t data_keys_in_use(const Call& call) {
    const store::Objects<HostedDataKey> objects{call.space};
    // Exactly those that wait for their deletion have a date.
    return objects.size() - std::min(objects.size(), objects.due(TimePoint::max()).size());
}

}  // namespace tandem::service
