// EnableKeys (API 3.0 spec section 8).

#include "key_moves.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::enable_keys {

namespace {

constexpr FieldRule kFields[] = {kKeyIds, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyIds"}};

Result<void> read(Request& request) {
    name_keys(request, kKeys[0]);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "EnableKeys",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kAnyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, move_named_keys<service::enable_keys>>()};

}  // namespace tandem::api::tencent::v2019::enable_keys
