// CancelSelfGrant, which is retire-grant (section 7, Grants). Who may retire a grant is said by the grant itself, so
// its key is found by another rule than that of words.

#include "tandem/service/actions/grants.hpp"

#include "grant_fields.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "huawei/views/grant_view.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::cancel_self_grant {

namespace {

constexpr std::string_view kRetireGrant = "retire-grant";

// Its issuer, who is named for it, and the grantee if the grant says so.
bool may_retire(const store::Grant& grant, const CallerIds& caller) noexcept {
    if (grant.issuer == caller.user || grant.retirer == caller.user || grant.retirer == caller.domain) return true;
    return service::names(grant, caller.principal()) && service::allows(grant, kRetireGrant);
}

// The grantor of a grant in which the caller has a part; any other is not there for them.
Result<const store::KeySpace*> grantor_of(const api::Request& request, const KeyId& key) {
    const CallerIds ids{static_cast<const Request&>(request).caller};
    const auto& id = request.values.get<store::ObjectId>();
    const std::string_view region = request.space->region;
    for (const store::KeySpace* space : request.services.store.granting_spaces(key)) {
        if (space->region != region) continue;
        const store::Grant* found = store::Objects<store::Grant>{*space}.find(id);
        if (found != nullptr && found->key == key && may_retire(*found, ids)) return space;
    }
    return fail(ErrorCode::key_not_found);
}

constexpr DeclaredKey kKeys[] = {{.field = "key_id", .find_grantor = grantor_of}};

Result<store::ObjectId> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("key_id")));
    return read_grant_id(request.fields.text("grant_id"));
}

Result<void> run(Request& request, const store::ObjectId& id) {
    const service::Call call = request.call();
    const KeyId key = request.key().id;
    TANDEM_TRY(const store::Grant* grant, service::find_grant(call, key, id));
    if (!may_retire(*grant, CallerIds{request.caller})) return fail(ErrorCode::not_authorized);
    TANDEM_CHECK(service::remove_grant(call, key, id));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CancelSelfGrant",
    .details = post("/v1.0/{project_id}/kms/retire-grant"),
    .fields = kGrantFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::cancel_self_grant
