#pragma once
// The request fields of every action (API 3.0 spec section 8), in the catalogue's order.

#include "field_rules.hpp"

namespace tandem::api::tencent::v2019::field_tables {

// ---- keys ----

inline constexpr FieldRule kKeyFields[] = {kKeyId};
inline constexpr FieldRule kKeyAndMemberFields[] = {kKeyId, kMemberAccount};
inline constexpr FieldRule kKeysAndMemberFields[] = {{"KeyIds", text_list, kRequired, &kBatch}, kMemberAccount};
inline constexpr FieldRule kCreateKeyFields[] = {
    {"Alias", text, kRequired, &kNewAlias},
    {"Description", text, kOptional, &kDescription},
    {"KeyUsage", text, kOptional, &kUsage},
    {"Type", unsigned_integer, kOptional, &kKeyType},
    kTags,
    kHsmClusterId,
};
inline constexpr FieldRule kPageFields[] = {kOffset, kLimit, kRole, kHsmClusterId};
inline constexpr FieldRule kListKeyDetailFields[] = {
    kOffset,
    kLimit,
    kRole,
    kOrderType,
    {"KeyState", unsigned_integer, kOptional, &kKeyStateChoice},
    {"SearchKeyAlias", text},
    {"Origin", text, kOptional, &kOriginChoice},
    {"KeyUsage", text, kOptional, &kUsageFilter},
    kTagFilters,
    kHsmClusterId,
    kMemberAccounts,
};
inline constexpr FieldRule kScheduleKeyDeletionFields[] = {kKeyId, kPendingWindow, kMemberAccount};
inline constexpr FieldRule kUpdateAliasFields[] = {{"Alias", text, kRequired, &kNewAlias}, kKeyId, kMemberAccount};
inline constexpr FieldRule kUpdateKeyDescriptionFields[] = {
    {"Description", text, kRequired, &kDescription}, kKeyId, kMemberAccount};
inline constexpr FieldRule kCloudResourceFields[] = {
    kKeyId, {"ProductId", text, kRequired}, {"ResourceId", text, kRequired}};
inline constexpr FieldRule kEnableKeyRotationFields[] = {
    kKeyId, {"RotateDays", unsigned_integer, kOptional, &kRotationDays}, kMemberAccount};

// ---- symmetric cryptography ----

inline constexpr FieldRule kEncryptFields[] = {
    kKeyId, {"Plaintext", text, kRequired, &kPlaintext}, {"EncryptionContext", text, kOptional, &kContext}};
inline constexpr FieldRule kDecryptFields[] = {{"CiphertextBlob", text, kRequired, &kBlob},
                                               {"EncryptionContext", text, kOptional, &kContext},
                                               kEncryptionPublicKey,
                                               kEncryptionAlgorithm};
inline constexpr FieldRule kReEncryptFields[] = {{"CiphertextBlob", text, kRequired, &kBlob},
                                                 {"DestinationKeyId", text, kOptional, &kUuidOrEmpty},
                                                 {"SourceEncryptionContext", text, kOptional, &kContext},
                                                 {"DestinationEncryptionContext", text, kOptional, &kContext}};
inline constexpr FieldRule kGenerateDataKeyFields[] = {
    kKeyId,
    {"KeySpec", text, kOptional, &kDataKeySpec},
    {"NumberOfBytes", unsigned_integer, kOptional, &kDataKeyBytes},
    {"EncryptionContext", text, kOptional, &kContext},
    kEncryptionPublicKey,
    kEncryptionAlgorithm,
    {"IsHostedByKms", unsigned_integer, kOptional, &kHostedChoice},
    {"DataKeyName", text, kOptional, &kDataKeyName},
    {"Description", text, kOptional, &kShortDescription},
    kHsmClusterId,
    kTags,
};
inline constexpr FieldRule kGenerateRandomFields[] = {{"NumberOfBytes", unsigned_integer, kRequired, &kRandomBytes}};

// ---- import ----

inline constexpr FieldRule kGetParametersForImportFields[] = {
    kKeyId,
    {"WrappingAlgorithm", text, kRequired, &kWrappingAlgorithm},
    {"WrappingKeySpec", text, kRequired, &kWrappingKeySpec}};
inline constexpr FieldRule kImportKeyMaterialFields[] = {{"EncryptedKeyMaterial", text, kRequired, &kBase64},
                                                         {"ImportToken", text, kRequired},
                                                         kKeyId,
                                                         {"ValidTo", unsigned_integer, kOptional, &kMaterialExpiry}};

// ---- asymmetric ----

inline constexpr FieldRule kAsymmetricRsaDecryptFields[] = {
    kKeyId, {"Ciphertext", text, kRequired, &kBase64}, {"Algorithm", text, kRequired, &kRsaPadding}};
inline constexpr FieldRule kAsymmetricSm2DecryptFields[] = {kKeyId, {"Ciphertext", text, kRequired, &kSm2Ciphertext}};
inline constexpr FieldRule kSignByAsymmetricKeyFields[] = {{"Algorithm", text, kRequired, &kSignAlgorithm},
                                                           {"Message", text, kRequired, &kMessage},
                                                           kKeyId,
                                                           {"MessageType", text, kOptional, &kMessageTypeChoice}};
inline constexpr FieldRule kVerifyByAsymmetricKeyFields[] = {kKeyId,
                                                             {"SignatureValue", text, kRequired, &kBase64},
                                                             {"Message", text, kRequired, &kMessage},
                                                             {"Algorithm", text, kRequired, &kSignAlgorithm},
                                                             {"MessageType", text, kOptional, &kMessageTypeChoice}};

// ---- hosted data keys ----

inline constexpr FieldRule kDataKeyAndMemberFields[] = {kDataKeyId, kMemberAccount};
inline constexpr FieldRule kDataKeysAndMemberFields[] = {{"DataKeyIds", text_list, kRequired, &kBatch}, kMemberAccount};
inline constexpr FieldRule kImportDataKeyFields[] = {
    {"DataKeyName", text, kRequired, &kDataKeyName},
    {"ImportKeyMaterial", text, kRequired, &kDataKeyMaterial},
    {"ImportType", unsigned_integer, kRequired, &kImportType},
    {"Description", text, kOptional, &kShortDescription},
    {"KeyId", text, kOptional, &kUuidOrEmpty},
    kHsmClusterId,
    kTags,
};
inline constexpr FieldRule kListDataKeyDetailFields[] = {
    kOffset,
    kLimit,
    kRole,
    kOrderType,
    {"KeyState", unsigned_integer, kOptional, &kDataKeyStateChoice},
    {"SearchKeyAlias", text},
    {"Origin", text, kOptional, &kOriginChoice},
    kHsmClusterId,
    {"KeyId", text, kOptional, &kUuidOrEmpty},
    {"DataKeyLen", unsigned_integer},
    kTagFilters,
    kMemberAccounts,
};
inline constexpr FieldRule kGetDataKeyPlaintextFields[] = {kDataKeyId, kEncryptionPublicKey, kEncryptionAlgorithm};
inline constexpr FieldRule kScheduleDataKeyDeletionFields[] = {kDataKeyId, kPendingWindow, kMemberAccount};
inline constexpr FieldRule kUpdateDataKeyDescriptionFields[] = {
    kDataKeyId, {"Description", text, kRequired, &kShortDescription}, kMemberAccount};
inline constexpr FieldRule kUpdateDataKeyNameFields[] = {
    kDataKeyId, {"DataKeyName", text, kRequired, &kDataKeyName}, kMemberAccount};

// ---- white-box keys ----

inline constexpr FieldRule kCreateWhiteBoxKeyFields[] = {{"Alias", text, kRequired, &kWhiteBoxAlias},
                                                         {"Algorithm", text, kRequired, &kWhiteBoxAlgorithm},
                                                         {"Description", text, kOptional, &kDescription},
                                                         kTags};
inline constexpr FieldRule kKeysFields[] = {{"KeyIds", text_list, kRequired, &kWhiteBoxBatch}};
inline constexpr FieldRule kDescribeWhiteBoxKeyDetailsFields[] = {
    {"KeyStatus", integer, kOptional, &kWhiteBoxStateChoice},
    kOffset,
    {"Limit", unsigned_integer},  // 0, the default, is no paging
    kTagFilters};
inline constexpr FieldRule kEncryptByWhiteBoxFields[] = {
    kKeyId, {"PlainText", text, kRequired, &kPlaintext}, {"InitializationVector", text, kOptional, &kBase64}};
inline constexpr FieldRule kOverwriteWhiteBoxDeviceFingerprintsFields[] = {
    kKeyId, {"DeviceFingerprints", object_list, kOptional, &kFingerprints, &kFingerprintMembers}};

// ---- the tag service (version 2018-08-13), for keys and white-box keys ----

inline constexpr FieldRule kDescribeResourceTagsFields[] = {{"ServiceType", text, kRequired},
                                                            {"ResourcePrefix", text, kRequired},
                                                            {"ResourceIds", text_list, kRequired, &kResourceIds},
                                                            {"ResourceRegion", text},
                                                            kOffset,
                                                            kLimit,
                                                            {"Category", text, kOptional, &kTagCategory}};
inline constexpr FieldRule kModifyResourceTagsFields[] = {
    {"Resource", text, kRequired, &kKmsResource},
    {"ReplaceTags", object_list, kOptional, nullptr, &kReplacedTagMembers},
    {"DeleteTags", object_list, kOptional, nullptr, &kTagKeyMembers}};

// ---- post-quantum ----

inline constexpr FieldRule kPostQuantumCryptoDecryptFields[] = {
    {"CiphertextBlob", text, kRequired}, kEncryptionPublicKey, kEncryptionAlgorithm};
inline constexpr FieldRule kPostQuantumCryptoEncryptFields[] = {kKeyId, {"PlainText", text, kRequired, &kPlaintext}};
inline constexpr FieldRule kPostQuantumCryptoSignFields[] = {{"Message", text, kRequired}, kKeyId};
inline constexpr FieldRule kPostQuantumCryptoVerifyFields[] = {
    kKeyId, {"SignatureValue", text, kRequired}, {"Message", text, kRequired}};

}  // namespace tandem::api::tencent::v2019::field_tables
