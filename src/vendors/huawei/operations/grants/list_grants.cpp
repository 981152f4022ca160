// ListGrants (section 7, Grants).

#include "tandem/service/actions/grants.hpp"

#include "huawei/request.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/paging.hpp"

namespace tandem::api::huawei::list_grants {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey, rules::kLimit, rules::kMarker};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    const auto grants = service::grants_of_key(request.call(), request.key());
    JsonWriter json{request.exchange.reply.body};
    write_grants(json, grants, page_of(request.fields));
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListGrants",
    .details = post("/v1.0/{project_id}/kms/list-grants"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::list_grants
