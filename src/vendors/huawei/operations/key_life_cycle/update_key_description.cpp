// UpdateKeyDescription (section 7, Key life cycle): "" takes it away.

#include "tandem/service/actions/key_lifecycle.hpp"

#include "attribute_answer.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

#include <string>

namespace tandem::api::huawei::update_key_description {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey, {"key_description", FieldType::text, true, &rules::kDescription}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const KeyId id = request.key().id;
    const std::string_view description = request.fields.text("key_description");
    TANDEM_CHECK(service::update_description(request.call(), request.key(), std::string{description}));
    write_attribute(request, id, "key_description", description);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "UpdateKeyDescription",
    .details = post("/v1.0/{project_id}/kms/update-key-description"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::update_key_description
