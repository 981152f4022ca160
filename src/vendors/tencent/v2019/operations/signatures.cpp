#include "tandem/service/actions/signatures.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

using crypto::MessageForm;
using crypto::SignatureScheme;
using keys::KeySpec;

constexpr std::size_t kMaxSignatureBytes = 1024;                       // more than any key's
constexpr std::size_t kDocumentedDigestBytes = 32;                     // section 8, Message
constexpr SignatureScheme kAnyDigest = SignatureScheme::ecdsa_sha256;  // whose digest is of that length

// Algorithm, by the kind of key. No source names that of P-384 keys: by analogy, and as ListAlgorithms shows it.
struct AlgorithmRow {
    std::string_view name;
    KeySpec spec;
    SignatureScheme scheme;
};
constexpr std::array<AlgorithmRow, 6> kAlgorithms = {{
    {"SM2DSA", KeySpec::sm2, SignatureScheme::sm2_sm3},
    {"ECC_P256_R1", KeySpec::ec_p256, SignatureScheme::ecdsa_sha256},
    {"RSA_PSS_SHA_256", KeySpec::rsa_2048, SignatureScheme::rsa_pss_sha256},
    {"RSA_PKCS1_SHA_256", KeySpec::rsa_2048, SignatureScheme::rsa_pkcs1_sha256},
    {"ECC_P384_R1", KeySpec::ec_p384, SignatureScheme::ecdsa_sha384},
    {"ECDSA384", KeySpec::ec_p384, SignatureScheme::ecdsa_sha384},
}};

Result<AlgorithmRow> read_algorithm(const Fields& fields) {
    const auto row = std::ranges::find(kAlgorithms, fields.text("Algorithm"), &AlgorithmRow::name);
    if (row == kAlgorithms.end()) return fail(ErrorCode::algorithm_invalid);
    return *row;
}

Result<MessageForm> read_form(const Fields& fields) {
    const std::string_view type = fields.text("MessageType");
    if (type.empty() || type == "RAW") return MessageForm::raw;
    if (type == "DIGEST") return MessageForm::digest;
    return fail(ErrorCode::parameter_out_of_range, "MessageType");
}

constexpr DecodeRule at_most(std::size_t bytes) {
    return {bytes, ErrorCode::parameter_invalid, ErrorCode::parameter_out_of_range};
}

struct Request {
    const store::Key* key;
    crypto::SignedMessage message;
};

Result<Request> read_request(ActionCall& action, keys::Operation operation) {
    TANDEM_TRY(const AlgorithmRow algorithm, read_algorithm(action.fields));
    TANDEM_TRY(const MessageForm form, read_form(action.fields));
    TANDEM_TRY(const ByteView message, decode_base64(action, "Message", at_most(keys::kMaxPlaintextBytes)));
    if (message.empty()) return fail(ErrorCode::parameter_out_of_range, "Message");
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    TANDEM_CHECK(service::check_signing_key(action.call, *key, operation));
    if (key->spec != algorithm.spec) return fail(ErrorCode::algorithm_not_for_asymmetric_key);
    // A digest is 32 bytes by the documents, whatever the key; those of P-384's own hash are taken too.
    const bool documented = form == MessageForm::digest && message.size() == kDocumentedDigestBytes;
    const SignatureScheme scheme = documented && key->spec == KeySpec::ec_p384 ? kAnyDigest : algorithm.scheme;
    return Request{.key = key, .message = {scheme, form, message}};
}

}  // namespace

Result<void> sign_by_asymmetric_key(ActionCall& action) {
    TANDEM_TRY(const Request request, read_request(action, keys::Operation::sign));
    TANDEM_TRY(const Bytes signature, service::sign(action.call, *request.key, request.message));
    write_base64(action.out, "Signature", signature);
    return {};
}

Result<void> verify_by_asymmetric_key(ActionCall& action) {
    TANDEM_TRY(const ByteView signature, decode_base64(action, "SignatureValue", at_most(kMaxSignatureBytes)));
    TANDEM_TRY(const Request request, read_request(action, keys::Operation::verify));
    TANDEM_TRY(const bool valid, service::verify(action.call, *request.key, request.message, signature));
    action.out.boolean("SignatureValid", valid);
    return {};
}

}  // namespace tandem::api::tencent::v2019
