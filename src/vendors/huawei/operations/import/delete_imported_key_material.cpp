// DeleteImportedKeyMaterial (sections 6.9 and 7, Import).

#include "tandem/service/actions/import.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::delete_imported_key_material {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};
// Section 5.3: material can be taken from what is enabled or disabled.
constexpr std::string_view kNoMaterial = "Key material is not in Enabled or Disabled state and cannot be deleted.";
constexpr ErrorOverride kErrors[] = {
    {ErrorCode::key_pending_deletion, {ErrorCode::key_pending_deletion, 400, "KMS.2701", kNoMaterial}},
    {ErrorCode::key_pending_import, {ErrorCode::key_pending_import, 400, "KMS.2701", kNoMaterial}},
    {ErrorCode::key_archived, {ErrorCode::key_archived, 400, "KMS.2701", kNoMaterial}},
};

Result<void> read(Request& request) { return name_own_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_CHECK(service::delete_imported_material(request.call(), request.key()));
    answer_empty(request);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteImportedKeyMaterial",
    .details = post("/v1.0/{project_id}/kms/delete-imported-key-material"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kErrors,
    .place = Place::worker,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::delete_imported_key_material
