// UpdateKeyDescription (API 3.0 spec section 8).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/wire/field_rules.hpp"
#include "update_errors.hpp"

namespace tandem::api::tencent::v2019::update_key_description {

namespace {

constexpr FieldRule kFields[] = {{"Description", FieldType::text, kRequired, &kDescription}, kKeyId, kMemberAccount};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    const std::string_view description = request.fields.text("Description");
    TANDEM_CHECK(service::update_description(request.call(), request.key(), std::string{description}));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "UpdateKeyDescription",
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kUpdateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::update_key_description
