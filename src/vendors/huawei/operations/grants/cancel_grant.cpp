// CancelGrant, which is revoke-grant (section 7, Grants): of the owner of the key alone.

#include "tandem/service/actions/grants.hpp"

#include "grant_fields.hpp"
#include "huawei/request.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::cancel_grant {

namespace {

constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<store::ObjectId> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("key_id")));
    return read_grant_id(request.fields.text("grant_id"));
}

Result<void> run(Request& request, const store::ObjectId& grant) {
    TANDEM_CHECK(service::remove_grant(request.call(), request.key().id, grant));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CancelGrant",
    .details = post("/v1.0/{project_id}/kms/revoke-grant"),
    .fields = kGrantFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::cancel_grant
