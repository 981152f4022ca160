#include "imported_material.hpp"

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/curve_name.hpp"
#include "tandem/crypto/key_wrap.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

namespace tandem::service {

namespace {

constexpr std::string_view kFingerprintLabel = "tandem/v1/imported-material";

Result<SecretBytes> decrypt_with(const crypto::PrivateKey& key, WrappingAlgorithm algorithm, ByteView wrapped) {
    switch (algorithm) {
        case WrappingAlgorithm::rsaes_pkcs1_v1_5:
            return key.rsa_decrypt(crypto::RsaPadding::pkcs1_v1_5, wrapped);
        case WrappingAlgorithm::rsaes_oaep_sha1:
            return key.rsa_decrypt(crypto::RsaPadding::oaep_sha1, wrapped);
        case WrappingAlgorithm::rsaes_oaep_sha256:
            return key.rsa_decrypt(crypto::RsaPadding::oaep_sha256, wrapped);
        case WrappingAlgorithm::sm2:
            return key.sm2_decrypt(crypto::Sm2Form::asn1, wrapped);
    }
    return fail(ErrorCode::internal, {}, "a wrapping algorithm of a newer server");
}

// Nobody may learn whether a block of PKCS#1 v1.5 was padded right: one refusal for whatever is wrong.
Error refused(WrappingAlgorithm algorithm, ErrorCode code) {
    return fail(algorithm == WrappingAlgorithm::rsaes_pkcs1_v1_5 ? ErrorCode::material_not_unwrapped : code);
}

Result<ImportedMaterial> read_private_key(keys::KeySpec spec, ByteView pkcs8) {
    TANDEM_TRY(const crypto::PrivateKey key, crypto::PrivateKey::from_der(pkcs8));
    const bool fits = key.algorithm() == algorithm_of(spec) && crypto::names_its_curve(key);
    if (!fits || !key.is_consistent()) return fail(ErrorCode::private_key_invalid);
    TANDEM_TRY(const crypto::PublicKey public_key, key.public_key());
    return ImportedMaterial{.secret = key.to_der(), .public_key = public_key.to_der()};
}

// A temporary key that came under SM2 may be one of SM4 as well: what is wrapped tells by opening.
std::optional<SecretBytes> unwrap_under(WrappingAlgorithm algorithm, const SecretBytes& temporary_key,
                                        ByteView wrapped) {
    const ByteView key = temporary_key.expose_secret();
    auto opened = crypto::unwrap_key(crypto::WrappingCipher::aes, key, wrapped);
    if (opened || algorithm != WrappingAlgorithm::sm2) return opened;
    return crypto::unwrap_key(crypto::WrappingCipher::sm4, key, wrapped);
}

Result<ImportedMaterial> unwrap_private_key(keys::KeySpec spec, WrappingAlgorithm algorithm,
                                            const SecretBytes& temporary_key, ByteView wrapped) {
    if (!crypto::is_wrapping_key_length(temporary_key.size()))
        return refused(algorithm, ErrorCode::temporary_key_length_invalid);
    const auto pkcs8 = unwrap_under(algorithm, temporary_key, wrapped);
    if (!pkcs8) return refused(algorithm, ErrorCode::private_key_invalid);
    auto material = read_private_key(spec, pkcs8->expose_secret());
    if (material.has_error()) return refused(algorithm, ErrorCode::private_key_invalid);
    return material;
}

}  // namespace

Result<ImportedMaterial> unwrap_material(const Call& call, const store::Key& key, const store::ImportToken& token,
                                         const ImportMaterialInput& input) {
    TANDEM_TRY(const SecretBytes pair, store::Objects<store::ImportToken>{call.space}.open_secret(token));
    TANDEM_TRY(const crypto::PrivateKey private_key, crypto::PrivateKey::from_der(pair.expose_secret()));
    const auto algorithm = static_cast<WrappingAlgorithm>(token.wrapping);
    auto opened = decrypt_with(private_key, algorithm, input.wrapped);
    if (opened.has_error() && algorithm == WrappingAlgorithm::sm2)
        return fail(ErrorCode::material_not_unwrapped, {}, opened.error().detail);  // which form is no secret
    if (opened.has_error()) return refused(algorithm, ErrorCode::material_not_unwrapped);
    if (keys::is_asymmetric(key.spec))
        return unwrap_private_key(key.spec, algorithm, *opened, input.wrapped_private_key);
    if (opened->size() != keys::material_bytes(key.spec)) return refused(algorithm, ErrorCode::material_length_invalid);
    return ImportedMaterial{.secret = std::move(*opened)};
}

Bytes fingerprint_of(const store::KeySpace& space, const store::Key& key, const SecretBytes& secret) {
    const auto mac = space.fingerprint_key().sign({as_bytes(kFingerprintLabel), key.id.bytes, secret.expose_secret()});
    return {mac.begin(), mac.end()};
}

}  // namespace tandem::service
