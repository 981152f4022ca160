// DeleteImportedKeyMaterial (API 3.0 spec section 8).

#include "tandem/service/actions/import.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::delete_imported_key_material {

namespace {

constexpr FieldRule kFields[] = {kKeyId};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::delete_imported_material(request.call(), request.key()));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "DeleteImportedKeyMaterial",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::delete_imported_key_material
