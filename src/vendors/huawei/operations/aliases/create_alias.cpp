// CreateAlias (section 7, Aliases).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/aliases.hpp"

#include "alias_view.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::create_alias {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey, {"alias", FieldType::text, true, &rules::kAliasName}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_TRY(const store::Alias alias,
               service::create_alias(request.call(), request.key(), given_alias(request.fields.text("alias"))));
    JsonWriter json{request.exchange.reply.body};
    write_alias(json, request, alias);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateAlias",
    .details = post("/v1.0/{project_id}/kms/aliases", 201),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_alias
