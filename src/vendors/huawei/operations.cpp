// The table of operations: one row says all that is known of one. Section 7 for KMS, section 3 for IAM.

#include "tandem/vendors/vendors.hpp"

#include "huawei/iam/handlers.hpp"
#include "huawei/operations/handlers.hpp"
#include "huawei/wire/field_rules.hpp"
#include "operation.hpp"

namespace tandem::api::huawei {

namespace {

// ---- neutral errors that an operation answers with another code than errors.def ----

constexpr ErrorOverride kEnableKeyErrors[] = {
    {ErrorCode::key_pending_import, {ErrorCode::key_pending_import, 400, "KMS.1201", "The key is not disabled."}},
};
// An algorithm that does not fit the key, seen from either side (section 6.3).
constexpr ErrorOverride kCipherErrors[] = {
    {ErrorCode::key_is_symmetric,
     {ErrorCode::key_is_symmetric, 400, "KMS.2105", "The symmetric key not support this encryption algorithm."}},
    {ErrorCode::key_is_asymmetric,
     {ErrorCode::key_is_asymmetric, 400, "KMS.2106", "The rsa key not support this encryption algorithm."}},
};
// Data keys know one fault of an asymmetric key, whatever it is for (section 8).
constexpr VendorError kNotForAsymmetricKeys{ErrorCode::key_is_asymmetric, 400, "KMS.0325",
                                            "The asymmetric key is not support this operation."};
constexpr ErrorOverride kDataKeyErrors[] = {
    {ErrorCode::key_is_for_signing, kNotForAsymmetricKeys},
    {ErrorCode::key_is_elliptic, kNotForAsymmetricKeys},
};
constexpr ErrorOverride kSigningErrors[] = {
    {ErrorCode::algorithm_not_for_asymmetric_key,
     {ErrorCode::algorithm_not_for_asymmetric_key, 400, "KMS.0332", "This key is not support the signing algorithm."}},
};
constexpr std::string_view kSigningRemark =
    "SM2DSA_SM3 takes digests alone, of Z and the message; no ED25519_PH_SHA_512, which OpenSSL 3.0 does not have: "
    "KMS.0332";
constexpr ErrorOverride kRecipientErrors[] = {
    {ErrorCode::action_not_emulated,
     {ErrorCode::action_not_emulated, 400, "KMS.3804", "AttestationDocument parsing failed."}},
};
constexpr std::string_view kGrantRemark =
    "beside the nine documented operations a grant may have those of public keys, signatures, MACs, key agreement and "
    "data key pairs, re-encrypt-from and re-encrypt-to";
// Section 5.3: material can be taken from what is enabled or disabled.
constexpr std::string_view kNoMaterial = "Key material is not in Enabled or Disabled state and cannot be deleted.";
constexpr ErrorOverride kDeleteMaterialErrors[] = {
    {ErrorCode::key_pending_deletion, {ErrorCode::key_pending_deletion, 400, "KMS.2701", kNoMaterial}},
    {ErrorCode::key_pending_import, {ErrorCode::key_pending_import, 400, "KMS.2701", kNoMaterial}},
    {ErrorCode::key_archived, {ErrorCode::key_archived, 400, "KMS.2701", kNoMaterial}},
};
constexpr ErrorOverride kResourceErrors[] = {
    {ErrorCode::tag_key_invalid, {ErrorCode::tag_key_invalid, 400, "KMS.0414", "Invalid tags."}},
    {ErrorCode::page_offset_invalid, {ErrorCode::page_offset_invalid, 400, "KMS.0417", "Invalid offset."}},
};
constexpr ErrorOverride kOffsetErrors[] = {
    {ErrorCode::page_offset_invalid, {ErrorCode::page_offset_invalid, 400, "KMS.1603", "Invalid offset."}},
};
constexpr std::string_view kKeystoreRemark =
    "a record, for which no cluster is needed; a name that is taken is KMS.0318, a key of a disabled one KMS.0317";
constexpr std::string_view kPolicyRemark = "a record: no document says where it is judged by";
constexpr std::string_view kAccessPointRemark =
    "a record; its state is 2 or 3 as those of keys, since no document tells its numbers";
constexpr std::string_view kAccessKeyRemark =
    "an EC P-256 key in base64 of DER PKCS#8: no document tells the algorithm or the form";

constexpr ErrorOverride kAttestationErrors[] = {
    {ErrorCode::action_not_emulated,
     {ErrorCode::action_not_emulated, 400, "KMS.3804", "AttestationDocument parsing failed."}},
};
constexpr std::string_view kPinRemark =
    "answers KMS.0308: no document tells the types of PINs, what one looks like, or what it opens";
constexpr std::string_view kCapsuleRemark =
    "answers KMS.0308: a capsule opens only to a program that the vendor's own machines attest, so that one made here "
    "would be lost for ever";
constexpr std::string_view kOpenCapsuleRemark =
    "answers KMS.3804: attestation documents are signed by the vendor's own machines, in a form that no document tells";

constexpr ErrorOverride kRegionErrors[] = {
    {ErrorCode::key_is_replica, {ErrorCode::key_is_replica, 400, "KMS.0308", "Invalid parameter."}},
};
constexpr std::string_view kReplicaRemark =
    "with key_spaces: shared, KMS.0308; no replicas have a key that rotates (KMS.0319) and one of a dedicated keystore "
    "(KMS.0340); a key with replicas does not rotate";

// ---- rows of operations with a caller; those that change the store run on the worker pool ----

struct Extras {
    unsigned success_status = 200;
    std::span<const ErrorOverride> overrides{};
    std::string_view remark{};
};
constexpr Operation here(std::string_view name, std::string_view method, std::string_view path,
                         std::span<const FieldRule> fields, Handler handler, const Extras& extras = {}) {
    return {.name = name,
            .method = method,
            .path = path,
            .fields = fields,
            .handler = handler,
            .overrides = extras.overrides,
            .remark = extras.remark,
            .success_status = extras.success_status};
}
constexpr Operation on_worker(std::string_view name, std::string_view method, std::string_view path,
                              std::span<const FieldRule> fields, Handler handler, const Extras& extras = {}) {
    Operation operation = here(name, method, path, fields, handler, extras);
    operation.place = service::Place::worker;
    return operation;
}

// ---- rows that are known and not emulated ----

constexpr Operation known(std::string_view name, std::string_view method, std::string_view path,
                          std::span<const FieldRule> fields, const Extras& extras) {
    return here(name, method, path, fields, nullptr, extras);
}
constexpr Operation known_iam(std::string_view name, std::string_view method, std::string_view path,
                              std::string_view remark) {
    return {.name = name, .method = method, .path = path, .remark = remark, .family = Family::iam};
}

// ---- rows that need no caller, and IAM's ----

constexpr Operation open(std::string_view name, std::string_view method, std::string_view path, OpenHandler handler,
                         unsigned status, Family family, std::string_view remark = {}) {
    return {.name = name,
            .method = method,
            .path = path,
            .open_handler = handler,
            .remark = remark,
            .success_status = status,
            .family = family};
}
// Beside the path of another API, told apart by the host.
constexpr Operation at_host(std::string_view host_prefix, Operation operation) {
    operation.host_prefix = host_prefix;
    return operation;
}
constexpr Operation of_iam(std::string_view name, std::string_view path, Handler handler,
                           std::span<const FieldRule> fields = {}) {
    return {.name = name, .method = "GET", .path = path, .fields = fields, .handler = handler, .family = Family::iam};
}

constexpr Operation kOperations[] = {
    // Key life cycle
    on_worker("CreateKey", "POST", "/v1.0/{project_id}/kms/create-key", rules::kCreateKey, create_key),
    on_worker("EnableKey", "POST", "/v1.0/{project_id}/kms/enable-key", rules::kKeyId, enable_key,
              {.overrides = kEnableKeyErrors}),
    on_worker("DisableKey", "POST", "/v1.0/{project_id}/kms/disable-key", rules::kKeyId, disable_key),
    on_worker("DeleteKey", "POST", "/v1.0/{project_id}/kms/schedule-key-deletion", rules::kScheduleDeletion,
              schedule_key_deletion),
    on_worker("CancelKeyDeletion", "POST", "/v1.0/{project_id}/kms/cancel-key-deletion", rules::kKeyId,
              cancel_key_deletion),
    on_worker("UpdateKeyAlias", "POST", "/v1.0/{project_id}/kms/update-key-alias", rules::kUpdateAlias,
              update_key_alias),
    on_worker("UpdateKeyDescription", "POST", "/v1.0/{project_id}/kms/update-key-description",
              rules::kUpdateDescription, update_key_description),

    // Queries
    here("ListKeys", "POST", "/v1.0/{project_id}/kms/list-keys", rules::kListKeys, list_keys),
    here("ListKeyDetail", "POST", "/v1.0/{project_id}/kms/describe-key", rules::kKeyReference, describe_key),
    here("ShowPublicKey", "POST", "/v1.0/{project_id}/kms/get-publickey", rules::kKeyReference, get_public_key),
    here("ShowUserInstances", "GET", "/v1.0/{project_id}/kms/user-instances", {}, show_user_instances),
    here("ShowUserQuotas", "GET", "/v1.0/{project_id}/kms/user-quotas", {}, show_user_quotas),
    open("ShowVersions", "GET", "/", show_versions, 200, Family::kms),
    open("ShowVersion", "GET", "/{version_id}", show_version, 200, Family::kms),

    // Small data
    here("EncryptData", "POST", "/v1.0/{project_id}/kms/encrypt-data", rules::kEncryptData, encrypt_data,
         {.overrides = kCipherErrors}),
    here("DecryptData", "POST", "/v1.0/{project_id}/kms/decrypt-data", rules::kDecryptData, decrypt_data,
         {.overrides = kCipherErrors}),
    here("ReEncrypt", "POST", "/v1.0/{project_id}/kms/re-encrypt", rules::kReEncrypt, re_encrypt,
         {.overrides = kCipherErrors}),

    // Data keys and random
    here("CreateRandom", "POST", "/v1.0/{project_id}/kms/gen-random", rules::kRandom, generate_random),
    here("CreateDatakey", "POST", "/v1.0/{project_id}/kms/create-datakey", rules::kCreateDatakey, create_datakey,
         {.overrides = kDataKeyErrors}),
    here("CreateDatakeyWithoutPlaintext", "POST", "/v1.0/{project_id}/kms/create-datakey-without-plaintext",
         rules::kCreateDatakey, create_datakey_without_plaintext, {.overrides = kDataKeyErrors}),
    here("EncryptDatakey", "POST", "/v1.0/{project_id}/kms/encrypt-datakey", rules::kEncryptDatakey, encrypt_datakey,
         {.overrides = kDataKeyErrors}),
    here("DecryptDatakey", "POST", "/v1.0/{project_id}/kms/decrypt-datakey", rules::kDecryptDatakey, decrypt_datakey,
         {.overrides = kDataKeyErrors}),
    on_worker("CreateRsaDatakeyPair", "POST", "/v1.0/{project_id}/kms/create-rsa-datakey-pair", rules::kCreateRsaPair,
              create_rsa_datakey_pair, {.overrides = kDataKeyErrors}),
    on_worker("CreateEcDatakeyPair", "POST", "/v1.0/{project_id}/kms/create-ec-datakey-pair", rules::kCreateCurvePair,
              create_ec_datakey_pair, {.overrides = kDataKeyErrors}),
    known("CreatePin", "POST", "/v1.0/{project_id}/kms/create-pin", {}, {.remark = kPinRemark}),

    // Sign, MAC, agreement
    here("Sign", "POST", "/v1.0/{project_id}/kms/sign", rules::kSign, sign,
         {.overrides = kSigningErrors, .remark = kSigningRemark}),
    here("ValidateSignature", "POST", "/v1.0/{project_id}/kms/verify", rules::kVerify, verify,
         {.overrides = kSigningErrors, .remark = kSigningRemark}),
    here("GenerateMac", "POST", "/v1.0/{project_id}/kms/generate-mac", rules::kGenerateMac, generate_mac),
    here("VerifyMac", "POST", "/v1.0/{project_id}/kms/verify-mac", rules::kVerifyMac, verify_mac),
    here("DeriveSharedSecret", "POST", "/v1.0/{project_id}/kms/derive-shared-secret", rules::kDeriveSharedSecret,
         derive_shared_secret,
         {.overrides = kRecipientErrors, .remark = "with a recipient, KMS.3804: no enclave is attested here"}),

    // Grants
    on_worker("CreateGrant", "POST", "/v1.0/{project_id}/kms/create-grant", rules::kCreateGrant, create_grant,
              {.remark = kGrantRemark}),
    on_worker("CancelGrant", "POST", "/v1.0/{project_id}/kms/revoke-grant", rules::kGrant, revoke_grant),
    on_worker("CancelSelfGrant", "POST", "/v1.0/{project_id}/kms/retire-grant", rules::kGrant, retire_grant),
    here("ListGrants", "POST", "/v1.0/{project_id}/kms/list-grants", rules::kListGrants, list_grants),
    here("ListRetirableGrants", "POST", "/v1.0/{project_id}/kms/list-retirable-grants", rules::kListRetirableGrants,
         list_retirable_grants),

    // Import
    on_worker("CreateParametersForImport", "POST", "/v1.0/{project_id}/kms/get-parameters-for-import",
              rules::kImportParameters, get_parameters_for_import),
    on_worker("ImportKeyMaterial", "POST", "/v1.0/{project_id}/kms/import-key-material", rules::kImportMaterial,
              import_key_material),
    on_worker("DeleteImportedKeyMaterial", "POST", "/v1.0/{project_id}/kms/delete-imported-key-material", rules::kKeyId,
              delete_imported_key_material, {.overrides = kDeleteMaterialErrors}),

    // Rotation
    on_worker("EnableKeyRotation", "POST", "/v1.0/{project_id}/kms/enable-key-rotation", rules::kKeyId,
              enable_key_rotation),
    on_worker("DisableKeyRotation", "POST", "/v1.0/{project_id}/kms/disable-key-rotation", rules::kKeyId,
              disable_key_rotation),
    on_worker("UpdateKeyRotationInterval", "POST", "/v1.0/{project_id}/kms/update-key-rotation-interval",
              rules::kRotationInterval, update_key_rotation_interval),
    here("ShowKeyRotationStatus", "POST", "/v1.0/{project_id}/kms/get-key-rotation-status", rules::kKeyId,
         get_key_rotation_status),
    on_worker("RotateOnDemand", "POST", "/v1.0/{project_id}/kms/rotate-on-demand", rules::kKeyId, rotate_on_demand,
              {.remark = "of external keys: to material that was imported while the key was enabled"}),

    // Tags
    on_worker("CreateKmsTag", "POST", "/v1.0/{project_id}/kms/{key_id}/tags", rules::kTag, create_tag,
              {.success_status = 204}),
    on_worker("DeleteTag", "DELETE", "/v1.0/{project_id}/kms/{key_id}/tags/{key}", {}, delete_tag,
              {.success_status = 204}),
    on_worker("BatchCreateKmsTags", "POST", "/v1.0/{project_id}/kms/{key_id}/tags/action", rules::kTags, change_tags,
              {.success_status = 204}),
    here("ShowKmsTags", "GET", "/v1.0/{project_id}/kms/{key_id}/tags", {}, show_tags),
    here("ListKmsTags", "GET", "/v1.0/{project_id}/kms/tags", {}, list_project_tags),
    here("ListKmsByTags", "POST", "/v1.0/{project_id}/kms/resource_instances/action", rules::kResourceInstances,
         find_resource_instances, {.overrides = kResourceErrors}),

    // Aliases
    on_worker("CreateAlias", "POST", "/v1.0/{project_id}/kms/aliases", rules::kAlias, create_alias,
              {.success_status = 201}),
    on_worker("DeleteAlias", "DELETE", "/v1.0/{project_id}/kms/aliases", rules::kDeleteAliases, delete_alias,
              {.success_status = 204}),
    on_worker("AssociateAlias", "POST", "/v1.0/{project_id}/kms/alias/associate", rules::kAssociateAlias,
              associate_alias),
    here("ListAliases", "GET", "/v1.0/{project_id}/kms/aliases", rules::kListAliases, list_aliases),

    // Multi-region
    here("ListSupportRegions", "GET", "/v2/{project_id}/kms/regions", rules::kOffsetPage, list_support_regions,
         {.overrides = kOffsetErrors}),
    on_worker("ReplicateKey", "POST", "/v2/{project_id}/kms/keys/{key_id}/replicate", rules::kReplicateKey,
              replicate_key, {.overrides = kRegionErrors, .remark = kReplicaRemark}),
    on_worker("UpdatePrimaryRegion", "PUT", "/v2/{project_id}/kms/keys/{key_id}/update-primary-region",
              rules::kPrimaryRegion, update_primary_region,
              {.overrides = kRegionErrors, .remark = "with key_spaces: shared, KMS.0308"}),

    // Dedicated keystores
    on_worker("CreateKeyStore", "POST", "/v1.0/{project_id}/keystores", rules::kCreateKeystore, create_keystore,
              {.remark = kKeystoreRemark}),
    here("ShowKeyStore", "GET", "/v1.0/{project_id}/keystores/{keystore_id}", {}, show_keystore),
    here("ListKeyStores", "GET", "/v1.0/{project_id}/keystores", rules::kOffsetPage, list_keystores,
         {.overrides = kOffsetErrors}),
    on_worker("EnableKeyStore", "POST", "/v1.0/{project_id}/keystores/{keystore_id}/enable", {}, enable_keystore),
    on_worker("DisableKeyStore", "POST", "/v1.0/{project_id}/keystores/{keystore_id}/disable", {}, disable_keystore),
    on_worker("DeleteKeyStore", "DELETE", "/v1.0/{project_id}/keystores/{keystore_id}", {}, delete_keystore,
              {.success_status = 204, .remark = "one with keys is KMS.0308"}),

    // Confidential computing
    known("CreateDatakeyCapsule", "POST", "/v1.0/{project_id}/kms/datakey-capsule/create", rules::kCreateCapsule,
          {.remark = kCapsuleRemark}),
    known("DecryptDatakeyCapsule", "POST", "/v1.0/{project_id}/kms/datakey-capsule/decrypt", rules::kDecryptCapsule,
          {.overrides = kAttestationErrors, .remark = kOpenCapsuleRemark}),
    on_worker("CreateKeyPolicy", "POST", "/v1.0/{project_id}/kms/key-policies", rules::kCreateKeyPolicy,
              create_key_policy, {.remark = kPolicyRemark}),
    here("ShowKeyPolicy", "GET", "/v1.0/{project_id}/kms/key-policies/{policy_id}", {}, show_key_policy),
    here("ListKeyPolicy", "GET", "/v1.0/{project_id}/kms/key-policies", rules::kKeyspacePage, list_key_policies),
    on_worker("UpdateKeyPolicy", "PUT", "/v1.0/{project_id}/kms/key-policies/{policy_id}", rules::kUpdateKeyPolicy,
              update_key_policy),
    on_worker("DeleteKeyPolicy", "DELETE", "/v1.0/{project_id}/kms/key-policies/{policy_id}", {}, delete_key_policy),
    on_worker("CreateAccessPoint", "POST", "/v1.0/{project_id}/kms/access-points", rules::kCreateAccessPoint,
              create_access_point, {.remark = kAccessPointRemark}),
    here("ListAccessPoint", "GET", "/v1.0/{project_id}/kms/access-points", rules::kKeyspacePage, list_access_points),
    on_worker("EnableAccessPoint", "POST", "/v1.0/{project_id}/kms/access-points/{access_point_id}/enable", {},
              enable_access_point),
    on_worker("DisableAccessPoint", "POST", "/v1.0/{project_id}/kms/access-points/{access_point_id}/disable", {},
              disable_access_point),
    on_worker("DeleteAccessPoint", "DELETE", "/v1.0/{project_id}/kms/access-points/{access_point_id}", {},
              delete_access_point),
    here("DownloadAccessPointPrivateKey", "POST",
         "/v1.0/{project_id}/kms/access-points/{access_point_id}/get-privatekey", {}, get_access_point_key,
         {.remark = kAccessKeyRemark}),

    // IAM
    at_host("iam.", open("KeystoneListVersions", "GET", "/", iam::list_identity_versions, 300, Family::iam,
                         "where the host is called iam.*")),
    open("KeystoneShowVersion", "GET", "/v3", iam::show_identity_version, 200, Family::iam),
    open("KeystoneCreateUserTokenByPassword", "POST", "/v3/auth/tokens", iam::issue_token, 201, Family::iam,
         "methods password, token and assume_role"),
    open("KeystoneValidateToken", "GET", "/v3/auth/tokens", iam::validate_token, 200, Family::iam),
    of_iam("KeystoneListProjects", "/v3/projects", iam::list_projects, rules::kProjects),
    of_iam("KeystoneListAuthDomains", "/v3/auth/domains", iam::list_domains),
    of_iam("KeystoneShowCatalog", "/v3/auth/catalog", iam::show_catalog),
    of_iam("GetCallerIdentity", "/v5/caller-identity", iam::show_caller),
    known_iam("CreateTokenByIdToken", "POST", "/v3.0/OS-AUTH/id-token/tokens",
              "answers 403: which identity providers and mappings an account trusts is nowhere said"),
    open("CreateTemporaryAccessKeyByToken", "POST", "/v3.0/OS-CREDENTIAL/securitytokens", iam::issue_temporary_key, 201,
         Family::iam, "methods token and assume_role; a temporary key has the rules of its user or agency"),
};

}  // namespace

std::span<const Operation> operations() noexcept { return kOperations; }

}  // namespace tandem::api::huawei
