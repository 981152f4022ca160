#include "sealing.hpp"

#include "tandem/service/actions/messages.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

Result<ByteView> encrypt_to_public_key(const Request& request, const FoundKey& key,
                                       const service::AsymmetricScheme& scheme, ByteView plaintext) {
    const auto encrypted =
        service::asymmetric_encrypt(request.call_of(key.owner), {.key = *key.key, .data = plaintext, .scheme = scheme});
    if (encrypted.has_error()) {
        // Within 4,096 bytes it is the key that cannot take so much.
        const bool over_the_key = encrypted.error().code == ErrorCode::plaintext_too_long;
        return over_the_key ? fail(ErrorCode::encryption_failed, "plain_text") : encrypted.error();
    }
    const MutableBytes bytes = request.arena.bytes(encrypted->ciphertext.size());
    std::ranges::copy(encrypted->ciphertext, bytes.begin());
    return ByteView{bytes};
}

}  // namespace

Result<ByteView> seal_message(const Request& request, const FoundKey& key, const EncryptionAlgorithm& algorithm,
                              ByteView plaintext, ByteView context) {
    if (algorithm) return encrypt_to_public_key(request, key, *algorithm, plaintext);
    keys::Envelope envelope;
    const service::EncryptInput input{
        .key = *key.key, .plaintext = plaintext, .context = context, .shape = keys::Shape::trailed};
    TANDEM_CHECK(service::encrypt(request.call_of(key.owner), input, envelope));
    const MutableBytes blob = request.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);
    return ByteView{blob};
}

}  // namespace tandem::api::huawei
