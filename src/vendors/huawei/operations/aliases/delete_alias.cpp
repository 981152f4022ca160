// DeleteAlias (section 7, Aliases).

#include "tandem/service/actions/aliases.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

#include <string>
#include <vector>

namespace tandem::api::huawei::delete_alias {

namespace {

constexpr FieldLimit kNoEmptyList{.form = "at least one", .breach = ErrorCode::parameter_missing, .least = 1};
constexpr FieldLimit kAliases{
    .form = "aliases", .breach = ErrorCode::alias_malformed, .pattern = is_given_alias, .also = &kNoEmptyList};
constexpr FieldRule kFields[] = {rules::kOwnKey, {"aliases", FieldType::text_list, true, &kAliases}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    std::vector<std::string> names;
    for (const std::string_view given : request.fields.list("aliases")) names.emplace_back(bare_alias(given));
    return service::delete_aliases(request.call(), request.key(), names);
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteAlias",
    .details = remove("/v1.0/{project_id}/kms/aliases", 204),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::delete_alias
