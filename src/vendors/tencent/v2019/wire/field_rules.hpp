#pragma once
// The fields that several operations have, and the limits of these (API 3.0 spec sections 6, 8 and 9).

#include "tandem/api/fields.hpp"

#include "field_patterns.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

// ---- forms that the operations meet while they decode ----

inline constexpr FieldLimit kUuid{.form = "UUID in lower case", .breach = ErrorCode::key_id_malformed};
inline constexpr FieldLimit kUuidOrEmpty{.form = "UUID in lower case, or empty", .breach = ErrorCode::key_id_malformed};
inline constexpr FieldLimit kPlaintext{.form = "base64 of 1 to 4096 bytes", .breach = ErrorCode::plaintext_malformed};
inline constexpr FieldLimit kMessage{
    .form = "base64 of at most 4096 bytes; with DIGEST of a digest, 32 bytes (48 for ECDSA384)"};
inline constexpr FieldLimit kBase64{.form = "base64"};
inline constexpr FieldLimit kBlob{.form = "what Encrypt, ReEncrypt or GenerateDataKey gave",
                                  .breach = ErrorCode::ciphertext_malformed};
inline constexpr FieldLimit kContext{.form = "JSON object of texts, at most 1024 characters",
                                     .breach = ErrorCode::context_malformed};
inline constexpr FieldLimit kPublicKey{.form = "PEM of an RSA or SM2 key; empty: nothing is wrapped",
                                       .breach = ErrorCode::public_key_invalid};
inline constexpr FieldLimit kWrapWith{
    .form =
        "SM2 (also empty), SM2_C1C3C2_ASN1, RSAES_PKCS1_V1_5, RSAES_OAEP_SHA_1, RSAES_OAEP_SHA_256; "
        "read with EncryptionPublicKey alone",
    .breach = ErrorCode::algorithm_invalid};
inline constexpr FieldLimit kSignAlgorithm{.form = "see ListAlgorithms", .breach = ErrorCode::algorithm_invalid};
// A form of the server's own: the vendor documents none.
inline constexpr FieldLimit kDataKeyName{
    .form = "1 to 60 of letters, digits, - and _, beginning with a letter or digit; of a hosted data key",
    .breach = ErrorCode::data_key_name_malformed};

// ---- limits that the fields hold ----

inline constexpr FieldLimit kNewAlias{.form =
                                          "1 to 60 of letters, digits, - and _, beginning with a letter or digit; "
                                          "not with kms-",
                                      .breach = ErrorCode::alias_malformed,
                                      .pattern = is_new_alias};
inline constexpr FieldLimit kDescription{.breach = ErrorCode::description_too_long, .most = 1024};
inline constexpr FieldLimit kShortDescription{.breach = ErrorCode::description_too_long, .most = 100};
inline constexpr FieldLimit kCluster{.form = "empty or default: there is the shared edition alone",
                                     .breach = ErrorCode::parameter_invalid,
                                     .pattern = is_shared_edition};
inline constexpr FieldLimit kPageLimit{.breach = ErrorCode::page_limit_invalid, .least = 1, .most = 200};
inline constexpr FieldLimit kRoleChoice{.form = "0 user's, 1 of a cloud product (there are none)", .most = 1};
inline constexpr FieldLimit kOrderChoice{.form = "0 newest first, 1 oldest first", .most = 1};
inline constexpr FieldLimit kOriginChoice{.form = "TENCENT_KMS, EXTERNAL, ALL; empty: ALL",
                                          .breach = ErrorCode::key_origin_invalid,
                                          .pattern = is_origin_filter};
inline constexpr FieldLimit kPendingDays{.breach = ErrorCode::pending_window_invalid, .least = 7, .most = 30};
inline constexpr FieldLimit kBatch{.least = 1, .most = 100};
inline constexpr FieldLimit kWhiteBoxBatch{.least = 1, .most = 50};
inline constexpr FieldLimit kMessageTypeChoice{.form = "RAW, DIGEST; empty: RAW", .pattern = is_message_type};

// ---- members of objects ----

inline constexpr FieldRule kMemberAccountRules[] = {{"MemberAppId", FieldType::unsigned_integer},
                                                    {"MemberUin", FieldType::unsigned_integer}};
inline constexpr FieldMembers kMemberAccountMembers{kMemberAccountRules};
inline constexpr FieldRule kTagRules[] = {{"TagKey", FieldType::text, kRequired},
                                          {"TagValue", FieldType::text, kRequired}};
inline constexpr FieldMembers kTagMembers{kTagRules};
inline constexpr FieldRule kTagFilterRules[] = {{"TagKey", FieldType::text, kRequired},
                                                {"TagValue", FieldType::text_list}};
inline constexpr FieldMembers kTagFilterMembers{kTagFilterRules};

// ---- fields ----

inline constexpr std::string_view kNoOrganisations = "each account answers for itself: there are no organisations";

inline constexpr FieldRule kKeyId{"KeyId", FieldType::text, kRequired, &kUuid};
inline constexpr FieldRule kKeyIds{"KeyIds", FieldType::text_list, kRequired, &kBatch};
inline constexpr FieldRule kWhiteBoxKeyIds{"KeyIds", FieldType::text_list, kRequired, &kWhiteBoxBatch};
inline constexpr FieldRule kDataKeyId{"DataKeyId", FieldType::text, kRequired, &kUuid};
inline constexpr FieldRule kDataKeyIds{"DataKeyIds", FieldType::text_list, kRequired, &kBatch};
inline constexpr FieldRule kMemberAccount{"MemberAccount", FieldType::object,      kOptional,
                                          nullptr,         &kMemberAccountMembers, kNoOrganisations};
inline constexpr FieldRule kMemberAccounts{"MemberAccounts", FieldType::object_list, kOptional,
                                           nullptr,          &kMemberAccountMembers, kNoOrganisations};
inline constexpr FieldRule kTags{"Tags", FieldType::object_list, kOptional, nullptr, &kTagMembers};
inline constexpr FieldRule kTagFilters{"TagFilters", FieldType::object_list, kOptional, nullptr, &kTagFilterMembers};
inline constexpr FieldRule kHsmClusterId{"HsmClusterId", FieldType::text, kOptional, &kCluster};
inline constexpr FieldRule kOffset{"Offset", FieldType::unsigned_integer};
inline constexpr FieldRule kLimit{"Limit", FieldType::unsigned_integer, kOptional, &kPageLimit};
inline constexpr FieldRule kRole{"Role", FieldType::unsigned_integer, kOptional, &kRoleChoice};
inline constexpr FieldRule kOrderType{"OrderType", FieldType::unsigned_integer, kOptional, &kOrderChoice};
inline constexpr FieldRule kPendingWindow{"PendingWindowInDays", FieldType::unsigned_integer, kRequired, &kPendingDays};
inline constexpr FieldRule kEncryptionContext{"EncryptionContext", FieldType::text, kOptional, &kContext};
inline constexpr FieldRule kEncryptionPublicKey{"EncryptionPublicKey", FieldType::text, kOptional, &kPublicKey};
inline constexpr FieldRule kEncryptionAlgorithm{"EncryptionAlgorithm", FieldType::text, kOptional, &kWrapWith};

}  // namespace tandem::api::tencent::v2019
