// GetKeyRotationStatus (API 3.0 spec section 8).

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::get_key_rotation_status {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    request.out.boolean("KeyRotationEnabled", request.key().settings.attributes->rotation.enabled);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GetKeyRotationStatus", .fields = kFields, .keys = kKeys, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::get_key_rotation_status
