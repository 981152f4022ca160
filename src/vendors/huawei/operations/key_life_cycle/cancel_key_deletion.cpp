// CancelKeyDeletion (sections 5.3 and 7, Key life cycle).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"
#include "state_answers.hpp"

namespace tandem::api::huawei::cancel_key_deletion {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_TRY(const store::Key* key, service::cancel_key_deletion(request.call(), request.key()));
    write_flat_state(request, *key);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CancelKeyDeletion",
    .details = post("/v1.0/{project_id}/kms/cancel-key-deletion"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::cancel_key_deletion
