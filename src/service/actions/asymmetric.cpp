#include "tandem/service/actions/asymmetric.hpp"

#include "tandem/crypto/curve_name.hpp"
#include "tandem/service/key_state.hpp"

#include "key_rules.hpp"

namespace tandem::service {

namespace {

using crypto::RsaPadding;
using crypto::Sm2Form;

// Bits of a caller's RSA key.
constexpr std::size_t kCallerRsaBits = 2048;

// All but the cryptography.
Result<void> check_cipher_key(const Call& call, const AsymmetricInput& input, keys::Operation operation) {
    TANDEM_CHECK(check_state(call, operation, input.key));
    TANDEM_CHECK(require_asymmetric_cipher(input.key));
    if (keys::is_rsa(input.key.spec) != std::holds_alternative<RsaPadding>(input.scheme))
        return fail(ErrorCode::algorithm_not_for_asymmetric_key);
    TANDEM_CHECK(newest_version(input.key));
    return {};
}

Result<Bytes> encrypt_to(const crypto::PublicKey& key, AsymmetricScheme scheme, ByteView plaintext) {
    if (const auto* padding = std::get_if<RsaPadding>(&scheme)) return key.rsa_encrypt(*padding, plaintext);
    return key.sm2_encrypt(std::get<Sm2Form>(scheme), plaintext);
}

}  // namespace

Result<AsymmetricDecryptOutput> asymmetric_decrypt(const Call& call, const AsymmetricInput& input) {
    TANDEM_CHECK(check_cipher_key(call, input, keys::Operation::use_private_key));
    TANDEM_TRY(const store::OpenedMaterial* material, open_newest(call, input.key));
    const crypto::PrivateKey& private_key = *material->private_key;
    if (const auto* padding = std::get_if<RsaPadding>(&input.scheme)) {
        TANDEM_TRY(SecretBytes plaintext, private_key.rsa_decrypt(*padding, input.data));
        return AsymmetricDecryptOutput{.key = &input.key, .plaintext = std::move(plaintext)};
    }
    TANDEM_TRY(SecretBytes plaintext, private_key.sm2_decrypt(std::get<Sm2Form>(input.scheme), input.data));
    return AsymmetricDecryptOutput{.key = &input.key, .plaintext = std::move(plaintext)};
}

Result<AsymmetricEncryptOutput> asymmetric_encrypt(const Call& call, const AsymmetricInput& input) {
    TANDEM_CHECK(require_plaintext(input.data));
    TANDEM_CHECK(check_cipher_key(call, input, keys::Operation::encrypt));
    TANDEM_TRY(const crypto::PublicKey public_key, crypto::PublicKey::from_der(input.key.newest()->public_key()));
    TANDEM_TRY(Bytes ciphertext, encrypt_to(public_key, input.scheme, input.data));
    return AsymmetricEncryptOutput{.key = &input.key, .ciphertext = std::move(ciphertext)};
}

Result<void> require_plaintext(ByteView plaintext) {
    if (plaintext.empty()) return fail(ErrorCode::plaintext_empty);
    return {};
}

Result<PublicKeyOutput> get_public_key(const Call& call, const store::Key& key, bool any_state) {
    if (!any_state) TANDEM_CHECK(check_state(call, keys::Operation::get_public_key, key));
    if (!keys::is_asymmetric(key.spec)) return fail(ErrorCode::key_is_symmetric);
    const store::KeyVersion* version = key.newest();
    if (version == nullptr || !store::has_material(*version)) return fail(ErrorCode::key_pending_import);
    return PublicKeyOutput{.key = &key, .der = version->public_key()};
}

Result<Bytes> wrap_for_caller(std::string_view public_key_pem, AsymmetricScheme scheme, ByteView plaintext) {
    TANDEM_TRY(const crypto::PublicKey key, crypto::PublicKey::from_pem(public_key_pem));
    const bool fits =
        std::holds_alternative<RsaPadding>(scheme) ? key.is_rsa() && key.bits() == kCallerRsaBits : key.is_sm2();
    if (!fits || !crypto::names_its_curve(key)) return fail(ErrorCode::public_key_invalid);
    return encrypt_to(key, scheme, plaintext);
}

}  // namespace tandem::service
