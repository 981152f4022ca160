// sign and verify (section 6.6).

#include "tandem/service/actions/signatures.hpp"

#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

using crypto::SignatureScheme;
using keys::KeySpec;
using enum SignatureScheme;

constexpr std::size_t kMaxMessageBytes = 4095;
constexpr std::size_t kMaxSignatureBytes = 1024;  // more than any key's

// SHA-512 goes with every curve, SHA-384 with P-384 and SHA-256 with the two that are shorter.
bool hash_fits_curve(SignatureScheme scheme, KeySpec spec) noexcept {
    if (scheme == ecdsa_sha256) return spec != KeySpec::ec_p384;
    if (scheme == ecdsa_sha384) return spec == KeySpec::ec_p384;
    return true;
}

struct Request {
    const store::Key* key;
    crypto::SignedMessage message;
};

Result<Request> read_request(OperationCall& call, keys::Operation operation) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    const auto scheme = value_of(kSigningAlgorithms, call.fields.text("signing_algorithm"));
    const crypto::MessageForm form = value_of(kMessageTypes, call.fields.text("message_type"));
    TANDEM_TRY(const ByteView message, read_base64(call, "message", kMaxMessageBytes));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_CHECK(service::check_signing_key(call.service, *key, operation));
    if (!scheme || !hash_fits_curve(*scheme, key->spec))
        return fail(ErrorCode::algorithm_not_for_asymmetric_key, "signing_algorithm");
    // SM2 keys take digests alone, of Z and the message ("Signing Data" and "Verifying a Signature", constraints).
    if (key->spec == KeySpec::sm2 && form == crypto::MessageForm::raw && *scheme == sm2_sm3)
        return fail(ErrorCode::parameter_invalid, "message_type", "SM2DSA_SM3 takes DIGEST: SM3 of Z and the message");
    return Request{.key = key, .message = {*scheme, form, message}};
}

}  // namespace

Result<void> sign(OperationCall& call) {
    TANDEM_TRY(const Request request, read_request(call, keys::Operation::sign));
    TANDEM_TRY(const Bytes signature, service::sign(call.service, *request.key, request.message));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key->id);
    base64_encode_to(json.fill("signature", base64_length(signature.size())), signature);
    json.end_object();
    return {};
}

Result<void> verify(OperationCall& call) {
    TANDEM_TRY(const ByteView signature, read_base64(call, "signature", kMaxSignatureBytes));
    TANDEM_TRY(const Request request, read_request(call, keys::Operation::verify));
    TANDEM_TRY(const bool valid, service::verify(call.service, *request.key, request.message, signature));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key->id);
    json.plain("signature_valid", valid ? "true" : "false").end_object();
    return {};
}

}  // namespace tandem::api::huawei
