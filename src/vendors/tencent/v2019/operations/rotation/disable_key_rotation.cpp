// DisableKeyRotation (API 3.0 spec section 8). In every state, and of every key: the operation lists no error for
// either (section 6).

#include "tandem/service/actions/rotation.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::disable_key_rotation {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::disable_rotation(request.call(), request.key(), service::Demands::none));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "DisableKeyRotation",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::disable_key_rotation
