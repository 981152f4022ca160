// EncryptByWhiteBox (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/views/white_box_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019::encrypt_by_white_box {

namespace {

constexpr FieldRule kFields[] = {kKeyId,
                                 {"PlainText", FieldType::text, kRequired, &kPlaintext},
                                 {"InitializationVector", FieldType::text, kOptional, &kBase64}};
constexpr ErrorOverride kErrors[] = {
    instead(ErrorCode::plaintext_malformed, kInvalidValue, "The PlainText is not valid base64."),
    instead(ErrorCode::plaintext_empty, kInvalidValue, "The PlainText is empty."),
    instead(ErrorCode::plaintext_too_long, kInvalidValue, "The PlainText is longer than 4096 bytes."),
    kValueError,
};

using GivenVector = std::optional<service::InitializationVector>;

struct Values {
    store::ObjectId id;
    ByteView plaintext;
    GivenVector iv;
};

Result<GivenVector> read_iv(const Request& request) {
    if (request.fields.text("InitializationVector").empty()) return GivenVector{};
    TANDEM_TRY(const ByteView given,
               decode_base64(request, "InitializationVector",
                             {crypto::kCbcIvBytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    service::InitializationVector iv;
    if (given.size() != iv.size()) return fail(ErrorCode::parameter_invalid, "InitializationVector");
    std::ranges::copy(given, iv.begin());
    return GivenVector{iv};
}

Result<Values> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_white_box_key_id(request));
    TANDEM_TRY(const ByteView plaintext, decode_base64(request, "PlainText",
                                                       {keys::kMaxPlaintextBytes, ErrorCode::plaintext_malformed,
                                                        ErrorCode::plaintext_too_long}));
    TANDEM_TRY(const GivenVector iv, read_iv(request));
    return Values{id, plaintext, iv};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const service::WhiteBoxCiphertext sealed,
               service::encrypt_by_white_box(request.call(), values.id, values.plaintext, values.iv));
    write_base64(request.out, "InitializationVector", sealed.iv);
    write_base64(request.out, "CipherText", sealed.ciphertext);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "EncryptByWhiteBox", .fields = kFields, .errors = kErrors, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::encrypt_by_white_box
