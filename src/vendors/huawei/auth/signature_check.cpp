#include "signature_check.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/signature.hpp"

#include "payload_hashes.hpp"

namespace tandem::api::huawei {

bool signature_matches(const Authorization& authorization, const crypto::HmacSha256Key& key,
                       const CanonicalRequest& canonical) noexcept {
    HashText digest;
    hex_encode_to(digest.data(), canonical.digest());
    const std::string_view date = canonical.request.header(kDateHeader);
    const std::string_view info_end = authorization.has_info() ? "\n" : "";
    HashText expected;
    hex_encode_to(expected.data(),
                  key.sign({as_bytes(authorization.algorithm), as_bytes("\n"), as_bytes(date), as_bytes("\n"),
                            as_bytes(authorization.info), as_bytes(info_end), as_bytes(text_of(digest))}));
    return constant_time_equal(as_bytes(authorization.signature), as_bytes(text_of(expected)));
}

bool signature_matches(const Authorization& authorization, const Sm3Key& key, const CanonicalRequest& canonical) {
    HashText digest;
    hex_encode_to(digest.data(), canonical.sm3_digest());
    const std::string_view date = canonical.request.header(kDateHeader);
    HashText expected;
    hex_encode_to(expected.data(),
                  crypto::hmac_sm3(key.secret, {as_bytes(authorization.algorithm), as_bytes("\n"), as_bytes(date),
                                                as_bytes("\n"), as_bytes(text_of(digest))}));
    return constant_time_equal(as_bytes(authorization.signature), as_bytes(text_of(expected)));
}

bool signature_matches(const Authorization& authorization, const crypto::PublicKey& key,
                       const CanonicalRequest& canonical) {
    const auto signature = hex_decode(authorization.signature);
    if (!signature) return false;
    HashText digest;
    if (authorization.uses_sm3())
        hex_encode_to(digest.data(), canonical.sm3_digest());
    else
        hex_encode_to(digest.data(), canonical.digest());
    std::string text{authorization.algorithm};
    text.append("\n").append(canonical.request.header(kDateHeader)).append("\n").append(text_of(digest));
    const auto scheme =
        authorization.uses_sm3() ? crypto::SignatureScheme::sm2_sm3 : crypto::SignatureScheme::ecdsa_sha256;
    const auto valid = crypto::verify(key, {scheme, crypto::MessageForm::raw, as_bytes(text)}, *signature);
    return valid.has_value() && *valid;
}

}  // namespace tandem::api::huawei
