#pragma once
// The request fields of every action (API 3.0 spec section 8), in the catalogue's order.

#include "fields.hpp"

namespace tandem::dialect::tencent::v2019::field_tables {

using enum FieldType;
inline constexpr bool kRequired = true;

inline constexpr FieldRule kKeyAndMemberFields[] = {{"KeyId", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kAsymmetricRsaDecryptFields[] = {
    {"KeyId", text, kRequired}, {"Ciphertext", text, kRequired}, {"Algorithm", text, kRequired}};
inline constexpr FieldRule kAsymmetricSm2DecryptFields[] = {{"KeyId", text, kRequired},
                                                            {"Ciphertext", text, kRequired}};
inline constexpr FieldRule kCloudResourceFields[] = {
    {"KeyId", text, kRequired}, {"ProductId", text, kRequired}, {"ResourceId", text, kRequired}};
inline constexpr FieldRule kDataKeyAndMemberFields[] = {{"DataKeyId", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kCreateKeyFields[] = {{"Alias", text, kRequired}, {"Description", text},
                                                 {"KeyUsage", text},         {"Type", unsigned_integer},
                                                 {"Tags", object_list},      {"HsmClusterId", text}};
inline constexpr FieldRule kCreateWhiteBoxKeyFields[] = {
    {"Alias", text, kRequired}, {"Algorithm", text, kRequired}, {"Description", text}, {"Tags", object_list}};
inline constexpr FieldRule kDecryptFields[] = {{"CiphertextBlob", text, kRequired},
                                               {"EncryptionContext", text},
                                               {"EncryptionPublicKey", text},
                                               {"EncryptionAlgorithm", text}};
inline constexpr FieldRule kKeyFields[] = {{"KeyId", text, kRequired}};
inline constexpr FieldRule kDataKeysAndMemberFields[] = {{"DataKeyIds", text_list, kRequired},
                                                         {"MemberAccount", object}};
inline constexpr FieldRule kKeysAndMemberFields[] = {{"KeyIds", text_list, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kDescribeWhiteBoxKeyDetailsFields[] = {
    {"KeyStatus", integer}, {"Offset", unsigned_integer}, {"Limit", unsigned_integer}, {"TagFilters", object_list}};
inline constexpr FieldRule kKeysFields[] = {{"KeyIds", text_list, kRequired}};
inline constexpr FieldRule kEnableKeyRotationFields[] = {
    {"KeyId", text, kRequired}, {"RotateDays", unsigned_integer}, {"MemberAccount", object}};
inline constexpr FieldRule kEncryptFields[] = {
    {"KeyId", text, kRequired}, {"Plaintext", text, kRequired}, {"EncryptionContext", text}};
inline constexpr FieldRule kEncryptByWhiteBoxFields[] = {
    {"KeyId", text, kRequired}, {"PlainText", text, kRequired}, {"InitializationVector", text}};
inline constexpr FieldRule kGenerateDataKeyFields[] = {{"KeyId", text, kRequired},
                                                       {"KeySpec", text},
                                                       {"NumberOfBytes", unsigned_integer},
                                                       {"EncryptionContext", text},
                                                       {"EncryptionPublicKey", text},
                                                       {"EncryptionAlgorithm", text},
                                                       {"IsHostedByKms", unsigned_integer},
                                                       {"DataKeyName", text},
                                                       {"Description", text},
                                                       {"HsmClusterId", text},
                                                       {"Tags", object_list}};
inline constexpr FieldRule kGenerateRandomFields[] = {{"NumberOfBytes", unsigned_integer, kRequired}};
inline constexpr FieldRule kGetDataKeyPlaintextFields[] = {
    {"DataKeyId", text, kRequired}, {"EncryptionPublicKey", text}, {"EncryptionAlgorithm", text}};
inline constexpr FieldRule kGetParametersForImportFields[] = {
    {"KeyId", text, kRequired}, {"WrappingAlgorithm", text, kRequired}, {"WrappingKeySpec", text, kRequired}};
inline constexpr FieldRule kImportDataKeyFields[] = {{"DataKeyName", text, kRequired},
                                                     {"ImportKeyMaterial", text, kRequired},
                                                     {"ImportType", unsigned_integer, kRequired},
                                                     {"Description", text},
                                                     {"KeyId", text},
                                                     {"HsmClusterId", text},
                                                     {"Tags", object_list}};
inline constexpr FieldRule kImportKeyMaterialFields[] = {{"EncryptedKeyMaterial", text, kRequired},
                                                         {"ImportToken", text, kRequired},
                                                         {"KeyId", text, kRequired},
                                                         {"ValidTo", unsigned_integer}};
inline constexpr FieldRule kListDataKeyDetailFields[] = {{"Offset", unsigned_integer},
                                                         {"Limit", unsigned_integer},
                                                         {"Role", unsigned_integer},
                                                         {"OrderType", unsigned_integer},
                                                         {"KeyState", unsigned_integer},
                                                         {"SearchKeyAlias", text},
                                                         {"Origin", text},
                                                         {"HsmClusterId", text},
                                                         {"KeyId", text},
                                                         {"DataKeyLen", unsigned_integer},
                                                         {"TagFilters", object_list},
                                                         {"MemberAccounts", object_list}};
inline constexpr FieldRule kPageFields[] = {
    {"Offset", unsigned_integer}, {"Limit", unsigned_integer}, {"Role", unsigned_integer}, {"HsmClusterId", text}};
inline constexpr FieldRule kListKeyDetailFields[] = {{"Offset", unsigned_integer},
                                                     {"Limit", unsigned_integer},
                                                     {"Role", unsigned_integer},
                                                     {"OrderType", unsigned_integer},
                                                     {"KeyState", unsigned_integer},
                                                     {"SearchKeyAlias", text},
                                                     {"Origin", text},
                                                     {"KeyUsage", text},
                                                     {"TagFilters", object_list},
                                                     {"HsmClusterId", text},
                                                     {"MemberAccounts", object_list}};
inline constexpr FieldRule kOverwriteWhiteBoxDeviceFingerprintsFields[] = {{"KeyId", text, kRequired},
                                                                           {"DeviceFingerprints", object_list}};
inline constexpr FieldRule kPostQuantumCryptoDecryptFields[] = {
    {"CiphertextBlob", text, kRequired}, {"EncryptionPublicKey", text}, {"EncryptionAlgorithm", text}};
inline constexpr FieldRule kPostQuantumCryptoEncryptFields[] = {{"KeyId", text, kRequired},
                                                                {"PlainText", text, kRequired}};
inline constexpr FieldRule kPostQuantumCryptoSignFields[] = {{"Message", text, kRequired}, {"KeyId", text, kRequired}};
inline constexpr FieldRule kPostQuantumCryptoVerifyFields[] = {
    {"KeyId", text, kRequired}, {"SignatureValue", text, kRequired}, {"Message", text, kRequired}};
inline constexpr FieldRule kReEncryptFields[] = {{"CiphertextBlob", text, kRequired},
                                                 {"DestinationKeyId", text},
                                                 {"SourceEncryptionContext", text},
                                                 {"DestinationEncryptionContext", text}};
inline constexpr FieldRule kScheduleDataKeyDeletionFields[] = {
    {"DataKeyId", text, kRequired}, {"PendingWindowInDays", unsigned_integer, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kScheduleKeyDeletionFields[] = {
    {"KeyId", text, kRequired}, {"PendingWindowInDays", unsigned_integer, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kSignByAsymmetricKeyFields[] = {
    {"Algorithm", text, kRequired}, {"Message", text, kRequired}, {"KeyId", text, kRequired}, {"MessageType", text}};
inline constexpr FieldRule kUpdateAliasFields[] = {
    {"Alias", text, kRequired}, {"KeyId", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kUpdateDataKeyDescriptionFields[] = {
    {"DataKeyId", text, kRequired}, {"Description", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kUpdateDataKeyNameFields[] = {
    {"DataKeyId", text, kRequired}, {"DataKeyName", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kUpdateKeyDescriptionFields[] = {
    {"Description", text, kRequired}, {"KeyId", text, kRequired}, {"MemberAccount", object}};
inline constexpr FieldRule kVerifyByAsymmetricKeyFields[] = {{"KeyId", text, kRequired},
                                                             {"SignatureValue", text, kRequired},
                                                             {"Message", text, kRequired},
                                                             {"Algorithm", text, kRequired},
                                                             {"MessageType", text}};

}  // namespace tandem::dialect::tencent::v2019::field_tables
