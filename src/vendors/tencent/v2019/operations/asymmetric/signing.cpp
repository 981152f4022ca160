#include "signing.hpp"

#include "tandem/keys/key_facts.hpp"
#include "tandem/service/actions/signatures.hpp"

#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

using crypto::MessageForm;
using crypto::SignatureScheme;
using keys::KeySpec;

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

}  // namespace

Result<SigningInput> read_signing(Request& request, const DeclaredKey& declared) {
    TANDEM_TRY(const AlgorithmRow algorithm, read_algorithm(request.fields));
    TANDEM_TRY(const MessageForm form, read_form(request.fields));
    TANDEM_TRY(const ByteView message, decode_base64(request, "Message",
                                                     {keys::kMaxPlaintextBytes, ErrorCode::parameter_invalid,
                                                      ErrorCode::parameter_out_of_range}));
    if (message.empty()) return fail(ErrorCode::parameter_out_of_range, "Message");
    TANDEM_CHECK(name_key(request, declared, request.fields.text("KeyId")));
    return SigningInput{algorithm.spec, algorithm.scheme, form, message};
}

Result<crypto::SignedMessage> message_of(const Request& request, const SigningInput& input, keys::Operation operation) {
    const store::Key& key = request.key();
    TANDEM_CHECK(service::check_signing_key(request.call(), key, operation));
    if (key.spec != input.spec) return fail(ErrorCode::algorithm_not_for_asymmetric_key);
    // A digest is 32 bytes by the documents, whatever the key; those of P-384's own hash are taken too.
    const bool documented = input.form == MessageForm::digest && input.message.size() == kDocumentedDigestBytes;
    const SignatureScheme scheme = documented && key.spec == KeySpec::ec_p384 ? kAnyDigest : input.scheme;
    return crypto::SignedMessage{scheme, input.form, input.message};
}

}  // namespace tandem::api::tencent::v2019
