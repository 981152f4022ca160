// ArchiveKey (API 3.0 spec section 8).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::archive_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::archive_key(request.call(), request.key()));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "ArchiveKey",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::archive_key
