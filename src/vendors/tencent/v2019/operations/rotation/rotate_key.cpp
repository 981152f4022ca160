// RotateKey (API 3.0 spec section 8). The task is done when its id is known; clients look at DescribeKey's times anyway
// (section 6).

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/rotation.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <array>

namespace tandem::api::tencent::v2019::rotate_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

// Section 8: one code for every key that cannot be rotated.
constexpr std::string_view kNotSupported = "UnsupportedOperation.RotateNotSupported";
constexpr std::string_view kNotSupportedText = "The CMK does not support rotation.";
constexpr std::array kNotRotatedErrors{
    instead(ErrorCode::key_is_external, kNotSupported, kNotSupportedText),
    instead(ErrorCode::rotation_not_for_asymmetric_key, kNotSupported, kNotSupportedText),
};
constexpr auto kErrors = joined(kAnyStateErrors, kNotRotatedErrors);

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::rotate_now(request.call(), request.key()));
    request.out.unescaped("TaskId", crypto::random_uuid<KeyId>().text());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "RotateKey",
                                      .details = {.per_second = 20},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::rotate_key
