// GetDataKeyPlaintext (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/data_key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::get_data_key_plaintext {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kEncryptionPublicKey, kEncryptionAlgorithm};
constexpr DeclaredKey kKeys[] = {{.field = "DataKeyId", .of_object = true}};
constexpr std::string_view kNotItsOwnText = "The data key does not open under its CMK.";
constexpr ErrorOverride kErrors[] = {
    kTooLongToWrap,
    instead(ErrorCode::key_pending_deletion, kStateNotSupport, kStateText),
    instead(ErrorCode::key_pending_import, kStateNotSupport, kStateText),
    instead(ErrorCode::ciphertext_malformed, "FailedOperation", kNotItsOwnText),
    instead(ErrorCode::ciphertext_rejected, "FailedOperation", kNotItsOwnText),
    kAlgorithmError,
    instead(ErrorCode::public_key_invalid, kInvalidValue, "The EncryptionPublicKey cannot be used."),
};

struct Values {
    store::ObjectId id;
    std::optional<Wrapping> wrapping;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_data_key_id(request));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(request));
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(request.call(), id));
    TANDEM_CHECK(service::check_openable(*data_key));
    TANDEM_TRY(const KeyId key, service::key_of_data_key(*data_key));
    request.name_key(kKeys[0], key);
    return Values{id, wrapping};
}

Place place(Request&, const Values& values) { return place_of(values.wrapping); }

Result<void> run(Request& request, const Values& values) {
    const service::Call call = request.call();
    TANDEM_TRY(const store::HostedDataKey* data_key, service::find_data_key(call, values.id));
    TANDEM_TRY(const SecretBytes plaintext, service::open_data_key(call, *data_key, request.key()));
    return write_plaintext(request.out, values.wrapping, plaintext.expose_secret());
}

}  // namespace

extern constexpr Operation kOperation{.name = "GetDataKeyPlaintext",
                                      .details = {.per_second = 300},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::get_data_key_plaintext
