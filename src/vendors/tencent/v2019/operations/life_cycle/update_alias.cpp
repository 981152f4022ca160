// UpdateAlias (API 3.0 spec section 8).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "update_errors.hpp"

namespace tandem::api::tencent::v2019::update_alias {

namespace {

constexpr FieldRule kFields[] = {{"Alias", FieldType::text, kRequired, &kNewAlias}, kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::update_alias(request.call(), request.key(), std::string{request.fields.text("Alias")}));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "UpdateAlias",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kUpdateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::update_alias
