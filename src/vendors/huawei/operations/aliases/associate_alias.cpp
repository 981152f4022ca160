// AssociateAlias (section 7, Aliases).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/aliases.hpp"

#include "alias_view.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

#include <string>

namespace tandem::api::huawei::associate_alias {

namespace {

constexpr FieldRule kFields[] = {{"alias", FieldType::text, true, &rules::kAliasName},
                                 {"target_key_id", FieldType::text, true, &rules::kId}};
// The key that has the alias now must be one of the caller's too; without one it is alias_not_found.
constexpr DeclaredKey kKeys[] = {{.field = "target_key_id"}, {.field = "alias", .may_be_absent = true}};

std::string_view alias_of(const Request& request) { return bare_alias(request.fields.text("alias")); }

Result<void> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("target_key_id")));
    request.name_key(kKeys[1], service::AliasName{alias_of(request)});
    return {};
}

Result<void> run(Request& request) {
    TANDEM_TRY(const store::Alias alias,
               service::associate_alias(request.call(), std::string{alias_of(request)}, request.key()));
    JsonWriter json{request.exchange.reply.body};
    write_alias(json, request, alias);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "AssociateAlias",
    .details = post("/v1.0/{project_id}/kms/alias/associate"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::associate_alias
