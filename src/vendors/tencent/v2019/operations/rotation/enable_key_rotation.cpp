// EnableKeyRotation (API 3.0 spec section 8). Of a disabled key too: the vendor's Terraform provider does it after
// creating one disabled.

#include "tandem/service/actions/rotation.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <array>

namespace tandem::api::tencent::v2019::enable_key_rotation {

namespace {

constexpr FieldLimit kDays{.least = 7, .most = 365};
constexpr FieldRule kFields[] = {
    kKeyId, {"RotateDays", FieldType::unsigned_integer, kOptional, &kDays}, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};
constexpr auto kErrors = joined(kAnyStateErrors, std::array{kRangeError});

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    const std::int64_t days = request.fields.integer("RotateDays").value_or(service::kUsualRotationDays);
    TANDEM_CHECK(service::enable_rotation(
        request.call(), {.key = request.key(), .days = static_cast<std::uint32_t>(days), .also_when_disabled = true}));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "EnableKeyRotation",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::enable_key_rotation
