#pragma once
// The fields that several actions have, and the limits of them all (API 3.0 spec sections 6, 8 and 9).

#include "tandem/api/fields.hpp"

#include "field_patterns.hpp"

namespace tandem::api::tencent::v2019::field_tables {

using enum FieldType;
using enum ErrorCode;
inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

// ---- forms that the handlers meet while they decode ----

inline constexpr FieldLimit kUuid{.form = "UUID in lower case", .breach = key_id_malformed};
inline constexpr FieldLimit kUuidOrEmpty{.form = "UUID in lower case, or empty", .breach = key_id_malformed};
inline constexpr FieldLimit kPlaintext{.form = "base64 of 1 to 4096 bytes", .breach = plaintext_malformed};
inline constexpr FieldLimit kMessage{
    .form = "base64 of at most 4096 bytes; with DIGEST of a digest, 32 bytes (48 for ECDSA384)"};
inline constexpr FieldLimit kBase64{.form = "base64"};
inline constexpr FieldLimit kSm2Ciphertext{.form = "base64 of at most 256 bytes", .breach = parameter_invalid};
inline constexpr FieldLimit kBlob{.form = "what Encrypt, ReEncrypt or GenerateDataKey gave",
                                  .breach = ciphertext_malformed};
inline constexpr FieldLimit kContext{.form = "JSON object of texts, at most 1024 characters",
                                     .breach = context_malformed};
inline constexpr FieldLimit kPublicKey{.form = "PEM of an RSA or SM2 key; empty: nothing is wrapped",
                                       .breach = public_key_invalid};
inline constexpr FieldLimit kWrapWith{
    .form =
        "SM2 (also empty), SM2_C1C3C2_ASN1, RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256; "
        "read with EncryptionPublicKey alone",
    .breach = algorithm_invalid};
inline constexpr FieldLimit kRsaPadding{.form = "RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256",
                                        .breach = algorithm_invalid};
inline constexpr FieldLimit kSignAlgorithm{.form = "see ListAlgorithms", .breach = algorithm_invalid};
inline constexpr FieldLimit kUsage{.form = "see ListAlgorithms; empty: ENCRYPT_DECRYPT", .breach = key_usage_invalid};
inline constexpr FieldLimit kUsageFilter{.form = "a KeyUsage or ALL; empty: ENCRYPT_DECRYPT",
                                         .breach = key_usage_invalid};
inline constexpr FieldLimit kDataKeySpec{.form = "AES_128, AES_256; not read with NumberOfBytes",
                                         .breach = data_key_spec_invalid};

// A form of the server's own: the vendor documents none.
inline constexpr FieldLimit kDataKeyName{
    .form = "1 to 60 of letters, digits, - and _, beginning with a letter or digit; of a hosted data key",
    .breach = data_key_name_malformed};
inline constexpr FieldLimit kDataKeyMaterial{
    .form = "ImportType 1: a CiphertextBlob without context; 2: base64 of 1 to 1024 bytes",
    .breach = data_key_material_invalid};

// ---- limits that the table holds ----

inline constexpr FieldLimit kNewAlias{.form =
                                          "1 to 60 of letters, digits, - and _, beginning with a letter or digit; "
                                          "not with kms-",
                                      .breach = alias_malformed,
                                      .pattern = is_new_alias};
inline constexpr FieldLimit kWhiteBoxAlias{
    .form = "1 to 60 of letters, digits, - and _, beginning with a letter or digit",
    .breach = alias_malformed,
    .pattern = is_alias};
inline constexpr FieldLimit kDescription{.breach = description_too_long, .most = 1024};
inline constexpr FieldLimit kShortDescription{.breach = description_too_long, .most = 100};
inline constexpr FieldLimit kKeyType{
    .form = "1 generated, 2 imported", .breach = key_type_invalid, .least = 1, .most = 2};
inline constexpr FieldLimit kImportType{
    .form = "1 ciphertext, 2 plaintext", .breach = key_type_invalid, .least = 1, .most = 2};
inline constexpr FieldLimit kCluster{.form = "empty or default: there is the shared edition alone",
                                     .breach = parameter_invalid,
                                     .pattern = is_shared_edition};
inline constexpr FieldLimit kPageLimit{.breach = page_limit_invalid, .least = 1, .most = 200};
inline constexpr FieldLimit kRoleChoice{.form = "0 user's, 1 of a cloud product (there are none)", .most = 1};
inline constexpr FieldLimit kOrderChoice{.form = "0 newest first, 1 oldest first", .most = 1};
inline constexpr FieldLimit kKeyStateChoice{
    .form = "0 all, 1 Enabled, 2 Disabled, 3 PendingDelete, 4 PendingImport, 5 Archived", .most = 5};
inline constexpr FieldLimit kDataKeyStateChoice{.form = "0 all, 1 Enabled, 2 Disabled, 3 PendingDelete", .most = 3};
inline constexpr FieldLimit kWhiteBoxStateChoice{.form = "0 Disabled, 1 Enabled", .most = 1};
inline constexpr FieldLimit kOriginChoice{
    .form = "TENCENT_KMS, EXTERNAL, ALL; empty: ALL", .breach = key_origin_invalid, .pattern = is_origin_filter};
inline constexpr FieldLimit kPendingDays{.breach = pending_window_invalid, .least = 7, .most = 30};
inline constexpr FieldLimit kRotationDays{.least = 7, .most = 365};
inline constexpr FieldLimit kDataKeyBytes{.breach = data_key_length_invalid, .least = 1, .most = 1024};
inline constexpr FieldLimit kRandomBytes{.breach = random_length_invalid, .least = 1, .most = 1024};
inline constexpr FieldLimit kHostedChoice{.form = "0 no, 1 yes", .most = 1};
inline constexpr FieldLimit kBatch{.least = 1, .most = 100};
inline constexpr FieldLimit kWhiteBoxBatch{.least = 1, .most = 50};
inline constexpr FieldLimit kMaterialExpiry{.form = "unix seconds to come, at most 2147443200; 0: never",
                                            .most = 2'147'443'200};
inline constexpr FieldLimit kMessageTypeChoice{.form = "RAW, DIGEST; empty: RAW", .pattern = is_message_type};
inline constexpr FieldLimit kWrappingAlgorithm{.form = "RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256",
                                               .breach = parameter_invalid,
                                               .pattern = is_wrapping_algorithm};
inline constexpr FieldLimit kWrappingKeySpec{
    .form = "RSA_2048", .breach = parameter_invalid, .pattern = is_wrapping_key_spec};
inline constexpr FieldLimit kWhiteBoxAlgorithm{
    .form = "AES_256, SM4", .breach = algorithm_invalid, .pattern = is_white_box_algorithm};
inline constexpr FieldLimit kDeviceIdentity{.form = "hexadecimal digits in lower case, 8-14-14-14-16, or a UUID",
                                            .breach = parameter_invalid,
                                            .pattern = is_device_identity};
inline constexpr std::string_view kTagCategories[] = {"Custom", "System", "All"};
inline constexpr FieldLimit kTagCategory{.form = "Custom, System, All; keys have no System tags",
                                         .choices = kTagCategories};
inline constexpr FieldLimit kResourceIds{.form = "at most 50", .breach = key_id_malformed, .most = 50};
inline constexpr FieldLimit kTagKeyGiven{.least = 1, .empty_is_given = true};
inline constexpr FieldLimit kKmsResource{.form =
                                             "qcs::kms:REGION:uin/UIN:key/ID, with the ResourceId of DescribeKey, or "
                                             "the KeyId of a white-box key",
                                         .breach = parameter_invalid};
inline constexpr FieldLimit kFingerprints{.breach = fingerprint_limit_exceeded, .most = 200};

// ---- members of objects ----

inline constexpr FieldRule kMemberAccountRules[] = {{"MemberAppId", unsigned_integer}, {"MemberUin", unsigned_integer}};
inline constexpr FieldMembers kMemberAccountMembers{kMemberAccountRules};
inline constexpr FieldRule kTagRules[] = {{"TagKey", text, kRequired}, {"TagValue", text, kRequired}};
inline constexpr FieldMembers kTagMembers{kTagRules};
inline constexpr FieldRule kReplacedTagRules[] = {{"TagKey", text, kRequired, &kTagKeyGiven},
                                                  {"TagValue", text, kRequired}};
inline constexpr FieldMembers kReplacedTagMembers{kReplacedTagRules};
inline constexpr FieldRule kTagKeyRules[] = {{"TagKey", text, kRequired, &kTagKeyGiven}};
inline constexpr FieldMembers kTagKeyMembers{kTagKeyRules};
inline constexpr FieldRule kTagFilterRules[] = {{"TagKey", text, kRequired}, {"TagValue", text_list}};
inline constexpr FieldMembers kTagFilterMembers{kTagFilterRules};
inline constexpr FieldRule kFingerprintRules[] = {{"Identity", text, kRequired, &kDeviceIdentity},
                                                  {"Description", text, kOptional, &kDescription}};
inline constexpr FieldMembers kFingerprintMembers{kFingerprintRules};

// ---- fields of several actions ----

inline constexpr std::string_view kNoOrganisations = "each account answers for itself: there are no organisations";

inline constexpr FieldRule kKeyId{"KeyId", text, kRequired, &kUuid};
inline constexpr FieldRule kDataKeyId{"DataKeyId", text, kRequired, &kUuid};
inline constexpr FieldRule kMemberAccount{"MemberAccount",        object,          kOptional, nullptr,
                                          &kMemberAccountMembers, kNoOrganisations};
inline constexpr FieldRule kMemberAccounts{"MemberAccounts",       object_list,     kOptional, nullptr,
                                           &kMemberAccountMembers, kNoOrganisations};
inline constexpr FieldRule kTags{"Tags", object_list, kOptional, nullptr, &kTagMembers};
inline constexpr FieldRule kTagFilters{"TagFilters", object_list, kOptional, nullptr, &kTagFilterMembers};
inline constexpr FieldRule kHsmClusterId{"HsmClusterId", text, kOptional, &kCluster};
inline constexpr FieldRule kOffset{"Offset", unsigned_integer};
inline constexpr FieldRule kLimit{"Limit", unsigned_integer, kOptional, &kPageLimit};
inline constexpr FieldRule kRole{"Role", unsigned_integer, kOptional, &kRoleChoice};
inline constexpr FieldRule kOrderType{"OrderType", unsigned_integer, kOptional, &kOrderChoice};
inline constexpr FieldRule kPendingWindow{"PendingWindowInDays", unsigned_integer, kRequired, &kPendingDays};
inline constexpr FieldRule kEncryptionPublicKey{"EncryptionPublicKey", text, kOptional, &kPublicKey};
inline constexpr FieldRule kEncryptionAlgorithm{"EncryptionAlgorithm", text, kOptional, &kWrapWith};

}  // namespace tandem::api::tencent::v2019::field_tables
