// UpdateKeyAlias (section 7, Key life cycle).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "attribute_answer.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::update_key_alias {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey, {"key_alias", FieldType::text, true, &rules::kAliasName}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const KeyId id = request.key().id;
    const std::string_view alias = request.fields.text("key_alias");
    TANDEM_CHECK(service::update_alias(request.call(), request.key(), given_alias(alias)));
    write_attribute(request, id, "key_alias", alias);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "UpdateKeyAlias",
    .details = post("/v1.0/{project_id}/kms/update-key-alias"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::update_key_alias
