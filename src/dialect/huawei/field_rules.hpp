#pragma once
// The fields of the emulated operations (section 7). Fields that are not here are ignored, as every generation of
// clients sends some that others do not know. Numbers are texts, since both spellings are accepted.

#include "../fields.hpp"

namespace tandem::dialect::huawei::rules {

inline constexpr FieldRule kKeyId[] = {{"key_id", FieldType::text, true}};

inline constexpr FieldRule kCreateKey[] = {
    {"key_alias", FieldType::text, true}, {"key_spec", FieldType::text}, {"key_usage", FieldType::text},
    {"key_description", FieldType::text}, {"origin", FieldType::text},   {"keystore_id", FieldType::text},
};
inline constexpr FieldRule kScheduleDeletion[] = {
    {"key_id", FieldType::text, true},
    {"pending_days", FieldType::text, true},
};
inline constexpr FieldRule kUpdateAlias[] = {
    {"key_id", FieldType::text, true},
    {"key_alias", FieldType::text, true},
};
inline constexpr FieldRule kUpdateDescription[] = {
    {"key_id", FieldType::text, true}, {"key_description", FieldType::text},  // required, but may be ""
};
inline constexpr FieldRule kListKeys[] = {
    {"limit", FieldType::text},
    {"marker", FieldType::text},
    {"key_state", FieldType::text},
    {"key_spec", FieldType::text},
};

inline constexpr FieldRule kEncryptData[] = {
    {"key_id", FieldType::text, true},         {"plain_text", FieldType::text},  // required; "" has an error of its own
    {"encryption_algorithm", FieldType::text}, {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},
};
inline constexpr FieldRule kDecryptData[] = {
    {"cipher_text", FieldType::text, true},    {"key_id", FieldType::text},
    {"encryption_algorithm", FieldType::text}, {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},
};

inline constexpr FieldRule kCreateDatakey[] = {
    {"key_id", FieldType::text, true},         {"key_spec", FieldType::text},
    {"datakey_length", FieldType::text},       {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},
};
inline constexpr FieldRule kEncryptDatakey[] = {
    {"key_id", FieldType::text, true},
    {"plain_text", FieldType::text, true},
    {"datakey_plain_length", FieldType::text, true},
    {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},
};
inline constexpr FieldRule kDecryptDatakey[] = {
    {"key_id", FieldType::text, true},
    {"cipher_text", FieldType::text, true},
    {"datakey_cipher_length", FieldType::text, true},
    {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},
};
inline constexpr FieldRule kReEncrypt[] = {
    {"destination_key_id", FieldType::text, true},
    {"cipher_text", FieldType::text, true},
    {"source_key_id", FieldType::text},
    {"source_additional_authenticated_data", FieldType::text},
    {"source_encryption_algorithm", FieldType::text},
    {"destination_additional_authenticated_data", FieldType::text},
    {"destination_encryption_algorithm", FieldType::text},
    {"datakey_cipher_length", FieldType::text},
};
inline constexpr FieldRule kCreateDatakeyPair[] = {
    {"key_id", FieldType::text, true},         {"key_spec", FieldType::text, true},
    {"with_plain_text", FieldType::boolean},   {"additional_authenticated_data", FieldType::text},
    {"encryption_context", FieldType::object},  // of older clients, as everywhere (section 6.2)
};

inline constexpr FieldRule kSign[] = {
    {"key_id", FieldType::text, true},
    {"message", FieldType::text, true},
    {"signing_algorithm", FieldType::text, true},
    {"message_type", FieldType::text},
};
inline constexpr FieldRule kVerify[] = {
    {"key_id", FieldType::text, true},    {"message", FieldType::text, true},
    {"signature", FieldType::text, true}, {"signing_algorithm", FieldType::text, true},
    {"message_type", FieldType::text},
};
inline constexpr FieldRule kGenerateMac[] = {
    {"key_id", FieldType::text, true},
    {"mac_algorithm", FieldType::text, true},
    {"message", FieldType::text, true},
};
inline constexpr FieldRule kVerifyMac[] = {
    {"key_id", FieldType::text, true},
    {"mac_algorithm", FieldType::text, true},
    {"message", FieldType::text, true},
    {"mac", FieldType::text, true},
};
inline constexpr FieldRule kDeriveSharedSecret[] = {
    {"key_id", FieldType::text, true},
    {"key_agreement_algorithm", FieldType::text, true},
    {"public_key", FieldType::text, true},
    {"recipient", FieldType::object},
};
inline constexpr FieldRule kRandom[] = {{"random_data_length", FieldType::text, true}};

inline constexpr FieldRule kRotationInterval[] = {
    {"key_id", FieldType::text, true},
    {"rotation_interval", FieldType::text, true},
};
inline constexpr FieldRule kImportParameters[] = {
    {"key_id", FieldType::text, true},
    {"wrapping_algorithm", FieldType::text, true},
};
inline constexpr FieldRule kImportMaterial[] = {
    {"key_id", FieldType::text, true},
    {"import_token", FieldType::text, true},
    {"encrypted_key_material", FieldType::text, true},
    {"encrypted_privatekey", FieldType::text},
    {"expiration_time", FieldType::text},
};
inline constexpr FieldRule kTag[] = {{"tag", FieldType::object, true}};
inline constexpr FieldRule kTags[] = {{"tags", FieldType::object_list, true}, {"action", FieldType::text, true}};
inline constexpr FieldRule kResourceInstances[] = {
    {"action", FieldType::text, true}, {"limit", FieldType::text},          {"offset", FieldType::text},
    {"tags", FieldType::object_list},  {"matches", FieldType::object_list},
};

inline constexpr FieldRule kAlias[] = {
    {"key_id", FieldType::text, true},
    {"alias", FieldType::text, true},
};
inline constexpr FieldRule kDeleteAliases[] = {
    {"key_id", FieldType::text, true},
    {"aliases", FieldType::text_list, true},
};
inline constexpr FieldRule kAssociateAlias[] = {
    {"alias", FieldType::text, true},
    {"target_key_id", FieldType::text, true},
};
inline constexpr FieldRule kListAliases[] = {
    {"key_id", FieldType::text},
    {"limit", FieldType::text},
    {"marker", FieldType::text},
};

inline constexpr FieldRule kCreateGrant[] = {
    {"key_id", FieldType::text, true},          {"grantee_principal", FieldType::text, true},
    {"operations", FieldType::text_list, true}, {"name", FieldType::text},
    {"retiring_principal", FieldType::text},    {"grantee_principal_type", FieldType::text},
};
inline constexpr FieldRule kGrant[] = {
    {"key_id", FieldType::text, true},
    {"grant_id", FieldType::text, true},
};
inline constexpr FieldRule kListGrants[] = {
    {"key_id", FieldType::text, true},
    {"limit", FieldType::text},
    {"marker", FieldType::text},
};
inline constexpr FieldRule kListRetirableGrants[] = {
    {"limit", FieldType::text},
    {"marker", FieldType::text},
};

// ---- dedicated keystores ----

inline constexpr std::string_view kRecordAlone = "a record: no cluster is asked";
constexpr bool is_name(std::string_view text) noexcept {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:/_-") ==
           std::string_view::npos;
}
inline constexpr FieldLimit kName{.form = "1 to 255 of a-z A-Z 0-9 : / _ -",
                                  .breach = ErrorCode::parameter_invalid,
                                  .least = 1,
                                  .most = 255,
                                  .pattern = is_name};
inline constexpr FieldLimit kShortText{.breach = ErrorCode::parameter_invalid, .most = 255};
inline constexpr FieldRule kCreateKeystore[] = {
    {.name = "keystore_alias", .type = FieldType::text, .required = true, .limit = &kName},
    {.name = "keystore_type", .type = FieldType::text},
    {.name = "hsm_cluster_id", .type = FieldType::text, .limit = &kShortText},
    {.name = "cluster_id", .type = FieldType::text, .limit = &kShortText},
    {.name = "hsm_ca_cert", .type = FieldType::text, .no_effect = kRecordAlone},
};
inline constexpr FieldRule kOffsetPage[] = {{"limit", FieldType::text}, {"offset", FieldType::text}};

// ---- key policies and access points, data key capsules ----

inline constexpr FieldLimit kRecordName{.breach = ErrorCode::parameter_invalid, .least = 1, .most = 255};
inline constexpr FieldLimit kRecordText{.breach = ErrorCode::parameter_invalid, .most = 1024};
inline constexpr FieldLimit kPolicyText{
    .form = "JSON of at most 32,768 bytes", .breach = ErrorCode::parameter_invalid, .most = 32'768};
inline constexpr FieldLimit kAccessPointType{
    .form = "1 (ECS), 2 (CCE), 3 (custom)", .breach = ErrorCode::parameter_invalid, .least = 1, .most = 3};
inline constexpr FieldRule kCreateKeyPolicy[] = {
    {.name = "keyspace_id", .type = FieldType::text, .required = true, .limit = &kRecordName},
    {.name = "policy_name", .type = FieldType::text, .required = true, .limit = &kRecordName},
    {.name = "policy", .type = FieldType::text, .required = true, .limit = &kPolicyText},
    {.name = "description", .type = FieldType::text, .limit = &kRecordText},
};
inline constexpr FieldRule kUpdateKeyPolicy[] = {
    {.name = "policy", .type = FieldType::text, .required = true, .limit = &kPolicyText},
    {.name = "description", .type = FieldType::text, .limit = &kRecordText},
};
inline constexpr FieldRule kCreateAccessPoint[] = {
    {.name = "keyspace_id", .type = FieldType::text, .required = true, .limit = &kRecordName},
    {.name = "access_point_name", .type = FieldType::text, .required = true, .limit = &kRecordName},
    {.name = "type", .type = FieldType::integer, .required = true, .limit = &kAccessPointType},
    {.name = "identity", .type = FieldType::text, .limit = &kRecordText},
    {.name = "cluster_id", .type = FieldType::text, .limit = &kShortText},
    {.name = "description", .type = FieldType::text, .limit = &kRecordText},
};
inline constexpr FieldRule kKeyspacePage[] = {
    {.name = "keyspace_id", .type = FieldType::text, .required = true, .limit = &kRecordName},
    {.name = "limit", .type = FieldType::text},
    {.name = "marker", .type = FieldType::text},
};
inline constexpr FieldRule kCreateCapsule[] = {{"key_id", FieldType::text, true},
                                               {"datakey_length", FieldType::text, true}};
inline constexpr FieldRule kDecryptCapsule[] = {{"key_id", FieldType::text, true},
                                                {"datakey_capsule", FieldType::text, true},
                                                {"attestation_document", FieldType::object, true}};

inline constexpr FieldRule kReplicateKey[] = {
    {"key_id", FieldType::text, true},
    {"replica_region", FieldType::text, true},
    {"key_alias", FieldType::text, true},
    {"key_description", FieldType::text},
    {"replica_project_id", FieldType::text, true},
    {"tags", FieldType::object_list},
};
inline constexpr FieldRule kPrimaryRegion[] = {
    {"key_id", FieldType::text, true},
    {"primary_region", FieldType::text, true},
};

inline constexpr FieldRule kProjects[] = {{"name", FieldType::text}};

}  // namespace tandem::dialect::huawei::rules
