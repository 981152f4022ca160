#include "opening.hpp"

#include "huawei/wire/key_reference.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

Result<Opened> decrypt_with_private_key(const Request& request, const Sealed& sealed) {
    TANDEM_TRY(const auto decrypted,
               service::asymmetric_decrypt(request.call(),
                                           {.key = request.key(), .data = sealed.blob, .scheme = *sealed.algorithm}));
    const ByteView plaintext = decrypted.plaintext.expose_secret();
    const MutableBytes bytes = request.arena.bytes(plaintext.size());
    std::ranges::copy(plaintext, bytes.begin());
    return Opened{.key = &request.key(), .plaintext = bytes};
}

Result<KeyId> read_envelope(Request& request, const Sealed& sealed) {
    TANDEM_CHECK(service::read_trailed(sealed.blob, *sealed.envelope));
    const KeyId& key = sealed.envelope->header().key;
    request.note_key(key);
    return key;
}

// The key of the head beside the one that the request names. They are of one tenant: a grantee names the key that it
// was granted, and no other.
Result<FoundKey> find_key_of_head(Request& request, const DeclaredKey& of_head, const KeyId& id) {
    const FoundKey& named = request.found();
    if (named.key->id == id) return named;
    const bool is_granted = named.owner != request.space;
    if (is_granted) return fail(ErrorCode::key_not_found);
    TANDEM_TRY(const FoundKey found, request.find_late(of_head, id));
    if (found.owner != named.owner) return fail(ErrorCode::key_not_found);
    return found;
}

}  // namespace

Result<Sealed> read_sealed(Request& request, OpeningKeys keys, std::string_view key_id, ByteView blob,
                           const EncryptionAlgorithm& algorithm) {
    Sealed sealed{.algorithm = algorithm, .blob = blob, .names_key = !key_id.empty()};
    if (!algorithm) sealed.envelope = &request.arena.make<keys::Envelope>();
    if (sealed.names_key) {
        TANDEM_CHECK(name_key(request, keys[0], key_id));
        return sealed;
    }
    if (algorithm) return fail(ErrorCode::parameter_missing, "key_id");
    TANDEM_TRY(const KeyId of_head, read_envelope(request, sealed));
    request.name_key(keys[1], of_head);
    return sealed;
}

Result<Opened> open_sealed(Request& request, OpeningKeys keys, const Sealed& sealed, service::DecryptInput input) {
    if (sealed.algorithm) return decrypt_with_private_key(request, sealed);
    FoundKey found = request.found();
    if (sealed.names_key) {
        TANDEM_CHECK(check_symmetric_key(request.call(), *found.key, keys::Operation::decrypt));
        input.expected_key = found.key->id;
        TANDEM_TRY(const KeyId of_head, read_envelope(request, sealed));
        TANDEM_TRY(found, find_key_of_head(request, keys[1], of_head));
    }
    keys::Envelope& envelope = *sealed.envelope;
    const MutableBytes room = request.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(request.call_of(found.owner), *found.key, input, envelope, room));
    return Opened{.key = found.key, .plaintext = room.first(opened.plaintext_bytes)};
}

}  // namespace tandem::api::huawei
