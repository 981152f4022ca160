// CreateDatakeyCapsule (section 7, Confidential computing), which is not emulated.

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei::create_datakey_capsule {

namespace {

constexpr FieldRule kFields[] = {rules::kOwnKey, {"datakey_length", FieldType::text, true}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateDatakeyCapsule",
    .details = post("/v1.0/{project_id}/kms/datakey-capsule/create"),
    .fields = kFields,
    .keys = kKeys,
    .remark =
        "answers KMS.0308: a capsule opens only to a program that the vendor's own machines attest, so that one made "
        "here "
        "would be lost for ever",
};

}  // namespace tandem::api::huawei::create_datakey_capsule
