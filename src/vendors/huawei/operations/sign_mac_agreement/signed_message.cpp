#include "signed_message.hpp"

#include "tandem/service/actions/signatures.hpp"

#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

using crypto::SignatureScheme;
using keys::KeySpec;

constexpr std::size_t kMaxMessageBytes = 4095;

// SHA-512 goes with every curve, SHA-384 with P-384 and SHA-256 with the two that are shorter.
bool hash_fits_curve(SignatureScheme scheme, KeySpec spec) noexcept {
    if (scheme == SignatureScheme::ecdsa_sha256) return spec != KeySpec::ec_p384;
    if (scheme == SignatureScheme::ecdsa_sha384) return spec == KeySpec::ec_p384;
    return true;
}

}  // namespace

Result<GivenMessage> read_signed_message(Request& request, const DeclaredKey& declared) {
    TANDEM_CHECK(name_key(request, declared, request.fields.text("key_id")));
    TANDEM_TRY(const ByteView message, read_base64(request, "message", kMaxMessageBytes));
    return GivenMessage{.scheme = value_of(kSigningAlgorithms, request.fields.text("signing_algorithm")),
                        .form = value_of(kMessageTypes, request.fields.text("message_type")),
                        .message = message};
}

Result<crypto::SignedMessage> message_for_key(const Request& request, const GivenMessage& given,
                                              keys::Operation operation) {
    const store::Key& key = request.key();
    TANDEM_CHECK(service::check_signing_key(request.call(), key, operation));
    if (!given.scheme || !hash_fits_curve(*given.scheme, key.spec))
        return fail(ErrorCode::algorithm_not_for_asymmetric_key, "signing_algorithm");
    // SM2 keys take digests alone, of Z and the message ("Signing Data" and "Verifying a Signature", constraints).
    const bool is_raw = given.form == crypto::MessageForm::raw;
    if (key.spec == KeySpec::sm2 && is_raw && *given.scheme == SignatureScheme::sm2_sm3)
        return fail(ErrorCode::parameter_invalid, "message_type", "SM2DSA_SM3 takes DIGEST: SM3 of Z and the message");
    return crypto::SignedMessage{*given.scheme, given.form, given.message};
}

}  // namespace tandem::api::huawei
