// sign and verify (section 6.6).

#include "tandem/service/actions/signatures.hpp"

#include "../../json_writer.hpp"
#include "../base64_field.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "handlers.hpp"

#include <algorithm>
#include <array>

namespace tandem::dialect::huawei {

namespace {

using crypto::MessageForm;
using crypto::SignatureScheme;
using keys::KeySpec;
using enum SignatureScheme;

constexpr std::size_t kMaxMessageBytes = 4095;
constexpr std::size_t kMaxSignatureBytes = 1024;  // more than any key's

struct AlgorithmRow {
    std::string_view name;
    std::optional<SignatureScheme> scheme;  // nothing: beyond what OpenSSL 3.0 has
};
constexpr std::array<AlgorithmRow, 12> kAlgorithms{{
    {"RSASSA_PSS_SHA_256", rsa_pss_sha256},
    {"RSASSA_PSS_SHA_384", rsa_pss_sha384},
    {"RSASSA_PSS_SHA_512", rsa_pss_sha512},
    {"RSASSA_PKCS1_V1_5_SHA_256", rsa_pkcs1_sha256},
    {"RSASSA_PKCS1_V1_5_SHA_384", rsa_pkcs1_sha384},
    {"RSASSA_PKCS1_V1_5_SHA_512", rsa_pkcs1_sha512},
    {"ECDSA_SHA_256", ecdsa_sha256},
    {"ECDSA_SHA_384", ecdsa_sha384},
    {"ECDSA_SHA_512", ecdsa_sha512},
    {"SM2DSA_SM3", sm2_sm3},
    {"ED25519_SHA_512", ed25519},
    {"ED25519_PH_SHA_512", std::nullopt},
}};

Result<AlgorithmRow> read_algorithm(const Fields& fields) {
    const auto row = std::ranges::find(kAlgorithms, fields.text("signing_algorithm"), &AlgorithmRow::name);
    if (row == kAlgorithms.end()) return fail(ErrorCode::algorithm_invalid, "signing_algorithm");
    return *row;
}

Result<MessageForm> read_form(const Fields& fields) {
    const std::string_view type = fields.text("message_type");
    if (type.empty() || type == "DIGEST") return MessageForm::digest;
    if (type == "RAW") return MessageForm::raw;
    return fail(ErrorCode::parameter_invalid, "message_type");
}

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
    TANDEM_TRY(const AlgorithmRow algorithm, read_algorithm(call.fields));
    TANDEM_TRY(const MessageForm form, read_form(call.fields));
    TANDEM_TRY(const ByteView message, read_base64(call, "message", kMaxMessageBytes));
    TANDEM_TRY(const store::Key* key, service::find_signing_key(call.service, reference, operation));
    note_key(call.exchange, key->id);
    if (!algorithm.scheme || !hash_fits_curve(*algorithm.scheme, key->spec))
        return fail(ErrorCode::algorithm_not_for_asymmetric_key, "signing_algorithm");
    return Request{.key = key, .message = {*algorithm.scheme, form, message}};
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

}  // namespace tandem::dialect::huawei
