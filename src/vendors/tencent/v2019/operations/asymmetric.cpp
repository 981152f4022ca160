#include "tandem/service/actions/asymmetric.hpp"

#include "tandem/api/field_hints.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::size_t kMaxRsaCiphertextBytes = 1024;  // more than any key's; the right length is the key's
constexpr std::size_t kMaxSm2CiphertextBytes = 256;

Error explained(ActionCall& action, const store::Key& key, service::AsymmetricScheme scheme, ByteView ciphertext,
                Error error) {
    if (!std::holds_alternative<crypto::RsaPadding>(scheme)) return error;
    return explained_decryption(std::move(error), action.call, key, ciphertext);
}

Result<void> decrypt_with(ActionCall& action, service::AsymmetricScheme scheme, std::size_t max_ciphertext_bytes) {
    TANDEM_TRY(const ByteView ciphertext,
               decode_base64(action, "Ciphertext",
                             {max_ciphertext_bytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    auto opened = service::asymmetric_decrypt(action.call, {.key = *key, .data = ciphertext, .scheme = scheme});
    if (opened.has_error() && action.settings.development)
        return explained(action, *key, scheme, ciphertext, opened.error());
    if (opened.has_error()) return opened.error();
    write_key_id(action.out, "KeyId", key->id);
    write_base64(action.out, "Plaintext", opened->plaintext.expose_secret());
    return {};
}

}  // namespace

Result<void> get_public_key(ActionCall& action) {
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_TRY(const service::PublicKeyOutput found, service::get_public_key(action.call, *key, false));
    TANDEM_TRY(const crypto::PublicKey public_key, crypto::PublicKey::from_der(found.der));
    write_key_id(action.out, "KeyId", key->id);
    write_base64(action.out, "PublicKey", found.der);
    // The vendor's one sample encodes the body twice; a PEM that parses serves every client (section 6).
    action.out.text("PublicKeyPem", public_key.to_pem());
    return {};
}

Result<void> asymmetric_rsa_decrypt(ActionCall& action) {
    TANDEM_TRY(const crypto::RsaPadding padding, read_rsa_padding(action.fields.text("Algorithm")));
    return decrypt_with(action, padding, kMaxRsaCiphertextBytes);
}

Result<void> asymmetric_sm2_decrypt(ActionCall& action) {
    return decrypt_with(action, crypto::Sm2Form::asn1, kMaxSm2CiphertextBytes);
}

}  // namespace tandem::api::tencent::v2019
