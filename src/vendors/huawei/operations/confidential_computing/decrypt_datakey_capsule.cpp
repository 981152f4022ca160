// DecryptDatakeyCapsule (section 7, Confidential computing), which is not emulated.

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei::decrypt_datakey_capsule {

namespace {

constexpr FieldRule kFields[] = {
    rules::kOwnKey,
    {"datakey_capsule", FieldType::text, true},
    {"attestation_document", FieldType::object, true},
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};
constexpr ErrorOverride kErrors[] = {
    {ErrorCode::action_not_emulated,
     {ErrorCode::action_not_emulated, 400, "KMS.3804", "AttestationDocument parsing failed."}},
};

}  // namespace

extern constexpr Operation kOperation{
    .name = "DecryptDatakeyCapsule",
    .details = post("/v1.0/{project_id}/kms/datakey-capsule/decrypt"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kErrors,
    .remark =
        "answers KMS.3804: attestation documents are signed by the vendor's own machines, in a form that no document "
        "tells",
};

}  // namespace tandem::api::huawei::decrypt_datakey_capsule
