#pragma once
// The fields of the operations (section 7): of the body, or of the query of a GET. Fields that are not here are
// ignored, as every generation of clients sends some that others do not know; realm, key_policy and key_type are such.

#include "field_limits.hpp"

namespace tandem::api::huawei::rules {

inline constexpr std::string_view kNoEnterpriseProjects = "there are no enterprise projects";

// ---- fields of several operations ----

inline constexpr FieldRule kOwnKey{"key_id", text, kRequired, &kId};  // by its id alone
inline constexpr FieldRule kAnyKey{"key_id", text, kRequired, &kReference};
inline constexpr FieldRule kLimit{"limit", decimal, kOptional, &kPageSize};
inline constexpr FieldRule kMarker{"marker", decimal, kOptional, &kPageStart};
inline constexpr FieldRule kAdditional{"additional_authenticated_data", text, kOptional, &kAdditionalData};
inline constexpr FieldRule kEncryptionContext{"encryption_context", object, kOptional, &kContext};  // older clients
inline constexpr FieldRule kMessageForm{"message_type", text, kOptional, &kMessageType};
inline constexpr FieldRule kEnterpriseProject{"enterprise_project_id", text, kOptional, nullptr, nullptr,
                                              kNoEnterpriseProjects};

// What every operation takes.
inline constexpr FieldLimit kSequence{.form = "0 to 36 characters", .breach = sequence_invalid};
inline constexpr FieldRule kCommon[] = {{"sequence", text, kOptional, &kSequence, nullptr, "a number of the message"}};

// ---- keys ----

inline constexpr FieldRule kKeyId[] = {kOwnKey};
inline constexpr FieldRule kKeyReference[] = {kAnyKey};

inline constexpr FieldRule kCreateKey[] = {
    {"key_alias", text, kRequired, &kAliasName},
    {"key_spec", text, kOptional, &kKeySpec},
    {"key_usage", text, kOptional, &kKeyUsage},
    {"key_description", text, kOptional, &kDescription},
    {"origin", text, kOptional, &kOrigin},
    {"keystore_id", text},
    kEnterpriseProject,
};
inline constexpr FieldRule kScheduleDeletion[] = {kOwnKey, {"pending_days", decimal, kRequired, &kPendingDays}};
inline constexpr FieldRule kUpdateAlias[] = {kOwnKey, {"key_alias", text, kRequired, &kAliasName}};
inline constexpr FieldRule kUpdateDescription[] = {kOwnKey, {"key_description", text, kRequired, &kDescription}};
inline constexpr FieldRule kListKeys[] = {
    kLimit,
    kMarker,
    {"key_state", text, kOptional, &kStateFilter},
    {"key_spec", text, kOptional, &kSpecFilter},
    kEnterpriseProject,
};

// ---- messages and data keys ----

inline constexpr FieldRule kEncryptData[] = {
    kAnyKey,
    {"plain_text", text, kRequired, &kPlainText},
    {"encryption_algorithm", text, kOptional, &kEncryptionAlgorithm},
    kAdditional,
    kEncryptionContext,
};
inline constexpr FieldRule kDecryptData[] = {
    {"cipher_text", text, kRequired, &kCipherText},
    {"key_id", text, kOptional, &kReference},
    {"encryption_algorithm", text, kOptional, &kEncryptionAlgorithm},
    kAdditional,
    kEncryptionContext,
};
inline constexpr FieldRule kCreateDatakey[] = {
    kAnyKey,
    {"key_spec", text, kOptional, &kDataKeySpec},
    {"datakey_length", decimal, kOptional, &kDataKeyBits},
    kAdditional,
    kEncryptionContext,
};
inline constexpr FieldRule kEncryptDatakey[] = {
    kAnyKey,
    {"plain_text", text, kRequired, &kDataKeyPlainText},
    {"datakey_plain_length", decimal, kRequired, &kDataKeyPlainBytes},
    {"key_spec", text, kOptional, nullptr, nullptr, "the length says it"},
    kAdditional,
    kEncryptionContext,
};
inline constexpr FieldRule kDecryptDatakey[] = {
    kAnyKey,
    {"cipher_text", text, kRequired, &kDataKeyCipherText},
    {"datakey_cipher_length", decimal, kRequired, &kDataKeyCipherBytes},
    kAdditional,
    kEncryptionContext,
};
inline constexpr FieldRule kReEncrypt[] = {
    {"destination_key_id", text, kRequired, &kReference},
    {"cipher_text", text, kRequired, &kEitherCipherText},
    {"source_key_id", text, kOptional, &kReference},
    {"source_additional_authenticated_data", text, kOptional, &kAdditionalData},
    {"source_encryption_algorithm", text, kOptional, &kReEncryptionAlgorithm},
    {"destination_additional_authenticated_data", text, kOptional, &kAdditionalData},
    {"destination_encryption_algorithm", text, kOptional, &kReEncryptionAlgorithm},
    {"datakey_cipher_length", decimal, kOptional, &kDataKeyCipherBytes},
};
inline constexpr FieldRule kCreateRsaPair[] = {
    kAnyKey, {"key_spec", text, kRequired, &kRsaPair}, {"with_plain_text", boolean}, kAdditional, kEncryptionContext};
inline constexpr FieldRule kCreateCurvePair[] = {
    kAnyKey, {"key_spec", text, kRequired, &kCurvePair}, {"with_plain_text", boolean}, kAdditional, kEncryptionContext};
inline constexpr FieldRule kRandom[] = {{"random_data_length", decimal, kRequired, &kRandomBits}};

// ---- signatures, MACs, agreement ----

inline constexpr FieldRule kSign[] = {
    kAnyKey,
    {"message", text, kRequired, &kSignedMessage},
    {"signing_algorithm", text, kRequired, &kSigningAlgorithm},
    kMessageForm,
};
inline constexpr FieldRule kVerify[] = {
    kAnyKey,
    {"message", text, kRequired, &kSignedMessage},
    {"signature", text, kRequired, &kSignature},
    {"signing_algorithm", text, kRequired, &kSigningAlgorithm},
    kMessageForm,
};
inline constexpr FieldRule kGenerateMac[] = {
    kAnyKey, {"mac_algorithm", text, kRequired, &kMacAlgorithm}, {"message", text, kRequired, &kMacMessage}};
inline constexpr FieldRule kVerifyMac[] = {
    kAnyKey,
    {"mac_algorithm", text, kRequired, &kMacAlgorithm},
    {"message", text, kRequired, &kMacMessage},
    {"mac", text, kRequired, &kMac},
};
inline constexpr FieldRule kDeriveSharedSecret[] = {
    kAnyKey,
    {"key_agreement_algorithm", text, kRequired, &kAgreementAlgorithm},
    {"public_key", text, kRequired, &kPeerKey},
    {"recipient", object},
};

// ---- rotation and import ----

inline constexpr FieldRule kRotationInterval[] = {kOwnKey,
                                                  {"rotation_interval", unsigned_integer, kRequired, &kRotationDays}};
inline constexpr FieldRule kImportParameters[] = {kOwnKey,
                                                  {"wrapping_algorithm", text, kRequired, &kWrappingAlgorithm}};
inline constexpr FieldRule kImportMaterial[] = {
    kOwnKey,
    {"import_token", text, kRequired, &kImportToken},
    {"encrypted_key_material", text, kRequired, &kWrappedMaterial},
    {"encrypted_privatekey", text, kOptional, &kWrappedPrivateKey},
    {"expiration_time", unsigned_integer, kOptional, &kMaterialEnd},
};

// ---- tags ----

inline constexpr FieldRule kTag[] = {{"tag", object, kRequired, &kOneTag, &kTagItem}};
inline constexpr FieldRule kTags[] = {{"tags", object_list, kRequired, &kTagList, &kTagItem},
                                      {"action", text, kRequired, &kTagAction}};
inline constexpr FieldRule kResourceInstances[] = {
    {"action", text, kRequired, &kResourceAction},
    {"limit", decimal, kOptional, &kResourcePageSize},
    {"offset", decimal, kOptional, &kPageStart},
    {"tags", object_list, kOptional, &kTagFilters, &kTagFilter},
    {"matches", object_list, kOptional, &kMatches, &kMatch},
};

// ---- aliases ----

inline constexpr FieldRule kAlias[] = {kOwnKey, {"alias", text, kRequired, &kAliasName}};
inline constexpr FieldRule kDeleteAliases[] = {kOwnKey, {"aliases", text_list, kRequired, &kAliases}};
inline constexpr FieldRule kAssociateAlias[] = {{"alias", text, kRequired, &kAliasName},
                                                {"target_key_id", text, kRequired, &kId}};
inline constexpr FieldRule kListAliases[] = {{"key_id", text, kOptional, &kId}, kLimit, kMarker};

// ---- grants ----

inline constexpr FieldRule kCreateGrant[] = {
    kOwnKey,
    {"grantee_principal", text, kRequired, &kPrincipal},
    {"operations", text_list, kRequired, &kGrantOperations},
    {"name", text, kOptional, &kGrantName},
    {"retiring_principal", text, kOptional, &kPrincipal},
    {"grantee_principal_type", text, kOptional, &kPrincipalType},
};
inline constexpr FieldRule kGrant[] = {kOwnKey, {"grant_id", text, kRequired, &kGrantId}};
inline constexpr FieldRule kListGrants[] = {kOwnKey, kLimit, kMarker};
inline constexpr FieldRule kListRetirableGrants[] = {kLimit, kMarker};

// ---- dedicated keystores ----

inline constexpr FieldRule kOffset{"offset", decimal, kOptional, &kPageStart};
inline constexpr FieldRule kOffsetPage[] = {kLimit, kOffset};
inline constexpr FieldRule kCreateKeystore[] = {
    {"keystore_alias", text, kRequired, &kKeystoreName},
    {"keystore_type", text, kOptional, &kKeystoreType},
    {"hsm_cluster_id", text, kOptional, &kShortText},
    {"cluster_id", text, kOptional, &kShortText},
    {"hsm_ca_cert", text, kOptional, nullptr, nullptr, "a record: no cluster is asked"},
};

// ---- key policies and access points, data key capsules ----

inline constexpr FieldRule kKeyspace{"keyspace_id", text, kRequired, &kRecordName};
inline constexpr FieldRule kPolicy{"policy", text, kRequired, &kPolicyText};
inline constexpr FieldRule kRecordDescription{"description", text, kOptional, &kRecordText};
inline constexpr FieldRule kCreateKeyPolicy[] = {
    kKeyspace,
    {"policy_name", text, kRequired, &kRecordName},
    kPolicy,
    kRecordDescription,
};
inline constexpr FieldRule kUpdateKeyPolicy[] = {kPolicy, kRecordDescription};
inline constexpr FieldRule kCreateAccessPoint[] = {
    kKeyspace,
    {"access_point_name", text, kRequired, &kRecordName},
    {"type", integer, kRequired, &kAccessPointType},
    {"identity", text, kOptional, &kRecordText},
    {"cluster_id", text, kOptional, &kShortText},
    kRecordDescription,
};
inline constexpr FieldRule kKeyspacePage[] = {kKeyspace, kLimit, {"marker", text, kOptional, &kIdMarker}};
inline constexpr FieldRule kCreateCapsule[] = {kOwnKey, {"datakey_length", text, kRequired}};
inline constexpr FieldRule kDecryptCapsule[] = {
    kOwnKey,
    {"datakey_capsule", text, kRequired},
    {"attestation_document", object, kRequired},
};

// ---- several regions ----

inline constexpr FieldRule kReplicateKey[] = {
    kOwnKey,
    {"replica_region", text, kRequired, &kRegionName},
    {"key_alias", text, kRequired, &kAliasName},
    {"key_description", text, kOptional, &kDescription},
    {"replica_project_id", text, kRequired},
    {"tags", object_list, kOptional, &kReplicaTags, &kTagItem},
};
// The path names the key; the body may too.
inline constexpr FieldRule kPrimaryRegion[] = {{"key_id", text, kOptional, &kId},
                                               {"primary_region", text, kRequired, &kRegionName}};

// ---- IAM ----

inline constexpr FieldRule kProjects[] = {{"name", FieldType::text}};

}  // namespace tandem::api::huawei::rules
