#pragma once
// What the fields of the operations must be, and the error of each that is not (sections 5 to 8, and the patterns of
// the vendor's reference). A limit without bounds, choices or a pattern is only described, and named when a value has
// another JSON type: the handler meets it while it decodes.

#include "tandem/api/fields.hpp"

#include "choices.hpp"
#include "field_patterns.hpp"
#include "huawei/granted_access.hpp"
#include "key_specs.hpp"
#include "tag_reading.hpp"

namespace tandem::api::huawei::rules {

using enum FieldType;
using enum ErrorCode;
inline constexpr bool kRequired = true;
inline constexpr bool kOptional = false;

// ---- keys ----

inline constexpr FieldLimit kId{.form = "id of 36 characters", .breach = key_id_malformed};
inline constexpr FieldLimit kReference{.form = "id of 36 characters, alias/NAME or kms:REGION:DOMAIN_ID:alias:NAME",
                                       .breach = key_id_malformed};
inline constexpr FieldLimit kAliasName{.form =
                                           "1 to 255 of letters, digits and : / _ -, not ending in /default; alias/ in "
                                           "front is no part of it",
                                       .breach = alias_malformed,
                                       .pattern = is_given_alias};
inline constexpr FieldLimit kNoEmptyList{.form = "at least one", .breach = parameter_missing, .least = 1};
inline constexpr FieldLimit kAliases{
    .form = "aliases", .breach = alias_malformed, .pattern = is_given_alias, .also = &kNoEmptyList};
inline constexpr FieldLimit kDescription{
    .breach = description_too_long, .most = 255, .in_characters = true, .empty_is_given = true};

inline constexpr auto kKeySpecNames = names_of(kKeySpecs);
inline constexpr FieldLimit kKeySpec{.breach = key_spec_invalid, .choices = kKeySpecNames};
inline constexpr auto kKeyUsageNames = names_of(kKeyUsages);
inline constexpr FieldLimit kKeyUsage{.breach = key_usage_invalid, .choices = kKeyUsageNames};
inline constexpr auto kOriginNames = names_of(kOrigins);
inline constexpr FieldLimit kOrigin{.breach = key_origin_invalid, .choices = kOriginNames};
inline constexpr FieldLimit kPendingDays{.breach = pending_window_invalid, .least = 7, .most = 1096};
inline constexpr FieldLimit kRotationDays{.breach = rotation_interval_invalid, .least = 30, .most = 365};

// ---- lists ----

inline constexpr FieldLimit kPageSize{
    .form = "at least 1; more than 5000 is 5000", .breach = page_limit_invalid, .least = 1};
inline constexpr FieldLimit kResourcePageSize{.breach = page_limit_invalid, .least = 1, .most = 1000};
inline constexpr FieldLimit kPageStart{.form = "decimal offset", .breach = page_offset_invalid};
inline constexpr std::string_view kStateDigits[] = {"1", "2", "3", "4", "5"};
inline constexpr FieldLimit kStateFilter{.breach = parameter_invalid, .choices = kStateDigits};
inline constexpr auto kSpecFilterNames = [] {
    std::array<std::string_view, kKeySpecNames.size() + 1> names;
    *std::ranges::copy(kKeySpecNames, names.begin()).out = kEverySpec;
    return names;
}();
inline constexpr FieldLimit kSpecFilter{.breach = parameter_invalid, .choices = kSpecFilterNames};

// ---- messages and data keys ----

inline constexpr FieldLimit kPlainText{
    .breach = plaintext_malformed, .least = 1, .most = keys::kMaxPlaintextBytes, .empty_is_given = true};
inline constexpr FieldLimit kCipherText{.form = "base64, as encrypt-data gave it", .breach = ciphertext_malformed};
inline constexpr FieldLimit kContext{.form = "object of texts, at most 8192 characters", .breach = context_malformed};
inline constexpr FieldLimit kAdditionalData{.breach = parameter_out_of_range, .most = 128};
inline constexpr auto kEncryptionAlgorithmNames = names_of(kEncryptionAlgorithms);
inline constexpr FieldLimit kReEncryptionAlgorithm{.breach = algorithm_invalid, .choices = kEncryptionAlgorithmNames};
inline constexpr FieldLimit kEncryptionAlgorithm{
    .breach = algorithm_invalid,
    .choices = std::span{kEncryptionAlgorithmNames}.first(kEncryptionAlgorithmNames.size() - 1)};

inline constexpr FieldLimit kWholeRandomBytes{.breach = random_length_not_bytes, .step = 8};
inline constexpr FieldLimit kRandomBits{
    .form = "8 to 8192 bits", .breach = random_length_invalid, .least = 8, .most = 8192, .also = &kWholeRandomBytes};
inline constexpr FieldLimit kWholeDataKeyBytes{.breach = data_key_length_not_bytes, .step = 8};
inline constexpr FieldLimit kDataKeyBits{
    .form = "8 to 8192 bits", .breach = data_key_length_invalid, .least = 8, .most = 8192, .also = &kWholeDataKeyBytes};
inline constexpr FieldLimit kDataKeySpec{
    .form = "AES_256, AES_128, SM4, HMAC_256, HMAC_384, HMAC_512, HMAC_SM3; not read with datakey_length",
    .breach = data_key_spec_invalid};
inline constexpr FieldLimit kDataKeyPlainText{
    .form = "hexadecimal of the key and of its SHA-256 (SM3 under an SM4 key)", .breach = plaintext_malformed};
inline constexpr FieldLimit kDataKeyCipherText{.form = "hexadecimal", .breach = ciphertext_malformed};
inline constexpr FieldLimit kDataKeyPlainBytes{.form = "1 to 1024, bytes of the plain key",
                                               .breach = data_key_plain_length_invalid,
                                               .least = 1,
                                               .most = keys::kMaxDataKeyBytes};
inline constexpr FieldLimit kDataKeyCipherBytes{.form = "1 to 1024, bytes of the plain key; 32 is taken for every size",
                                                .breach = data_key_cipher_length_invalid,
                                                .least = 1,
                                                .most = keys::kMaxDataKeyBytes};
inline constexpr FieldLimit kEitherCipherText{.form = "base64 of a message, hexadecimal of a data key",
                                              .breach = ciphertext_malformed};
inline constexpr auto kRsaPairNames = names_of(kRsaPairs);
inline constexpr FieldLimit kRsaPair{.breach = parameter_invalid, .choices = kRsaPairNames};
inline constexpr auto kCurvePairNames = names_of(kCurvePairs);
inline constexpr FieldLimit kCurvePair{.breach = parameter_invalid, .choices = kCurvePairNames};

// ---- signatures, MACs, agreement ----

inline constexpr FieldLimit kSignedMessage{.form = "base64 of 1 to 4095 bytes, with DIGEST of a digest",
                                           .breach = parameter_invalid};
inline constexpr FieldLimit kSignature{.form = "base64", .breach = parameter_invalid};
inline constexpr auto kSigningAlgorithmNames = names_of(kSigningAlgorithms);
inline constexpr FieldLimit kSigningAlgorithm{.breach = algorithm_invalid, .choices = kSigningAlgorithmNames};
inline constexpr auto kMessageTypeNames = names_of(kMessageTypes);
inline constexpr FieldLimit kMessageType{.breach = parameter_invalid, .choices = kMessageTypeNames};
inline constexpr FieldLimit kMacMessage{.form = "base64 of 1 to 4096 bytes", .breach = parameter_invalid};
inline constexpr FieldLimit kMac{.form = "hexadecimal", .breach = parameter_invalid};
inline constexpr auto kMacAlgorithmNames = names_of(kMacAlgorithms);
inline constexpr FieldLimit kMacAlgorithm{.breach = algorithm_invalid, .choices = kMacAlgorithmNames};
inline constexpr std::string_view kAgreementNames[] = {"ECDH"};
inline constexpr FieldLimit kAgreementAlgorithm{.breach = algorithm_invalid, .choices = kAgreementNames};
inline constexpr FieldLimit kPeerKey{.form = "base64 of DER, X.509 SubjectPublicKeyInfo", .breach = parameter_invalid};

// ---- import ----

inline constexpr auto kWrappingAlgorithmNames = names_of(kWrappingAlgorithms);
inline constexpr FieldLimit kWrappingAlgorithm{.breach = algorithm_invalid, .choices = kWrappingAlgorithmNames};
inline constexpr FieldLimit kImportToken{.form = "as get-parameters-for-import gave it",
                                         .breach = import_token_invalid};
inline constexpr FieldLimit kWrappedMaterial{.form = "base64", .breach = parameter_invalid};
inline constexpr FieldLimit kWrappedPrivateKey{
    .form = "base64 of PKCS#8 under the temporary AES key, RFC 5649; of asymmetric keys",
    .breach = private_key_invalid};
inline constexpr FieldLimit kMaterialEnd{
    .form = "seconds since 1970, to come", .breach = material_expiry_invalid, .most = 4'294'967'295};

// ---- tags: the first limit of a chain is for another JSON type ----

inline constexpr FieldLimit kTagKeyText{
    .form = "no control characters and none of * &lt; &gt; \\ =", .breach = tag_key_invalid, .pattern = is_tag_text};
inline constexpr FieldLimit kTagKeyLength{.breach = tag_key_length_invalid,
                                          .least = 1,
                                          .most = kTagLimits.longest_key,
                                          .in_characters = true,
                                          .also = &kTagKeyText};
inline constexpr FieldLimit kTagKey{.breach = tag_list_malformed, .empty_is_given = true, .also = &kTagKeyLength};
inline constexpr FieldLimit kTagValueText{
    .form = "characters as in a key", .breach = tag_value_invalid, .pattern = is_tag_text};
inline constexpr FieldLimit kTagValueLength{.breach = tag_value_length_invalid,
                                            .most = kTagLimits.longest_value,
                                            .in_characters = true,
                                            .also = &kTagValueText};
inline constexpr FieldLimit kTagValue{.breach = tag_list_malformed, .empty_is_given = true, .also = &kTagValueLength};
inline constexpr FieldRule kTagItemRules[] = {{"key", text, kRequired, &kTagKey},
                                              {"value", text, kOptional, &kTagValue}};
inline constexpr FieldMembers kTagItem{kTagItemRules};

inline constexpr FieldLimit kOneTag{.breach = tag_list_malformed};
inline constexpr FieldLimit kTenTags{
    .form = "at most ten", .breach = tag_list_size_invalid, .most = kTagLimits.most_tags};
inline constexpr FieldLimit kSomeTags{.form = "at least one", .breach = tag_list_empty, .least = 1, .also = &kTenTags};
inline constexpr FieldLimit kTagList{.breach = tag_list_malformed, .also = &kSomeTags};
inline constexpr std::string_view kTagActions[] = {"create", "delete"};
inline constexpr FieldLimit kTagAction{.breach = tag_action_invalid, .choices = kTagActions};

// In filters, where what is no key of a tag has one error (section 8, 0402 to 0415). A key that is left out is the
// handler's.
inline constexpr FieldLimit kFilterKeyText{.breach = tag_key_invalid, .pattern = is_tag_text};
inline constexpr FieldLimit kFilterKey{.breach = tag_key_invalid,
                                       .least = 1,
                                       .most = kTagLimits.longest_key,
                                       .in_characters = true,
                                       .empty_is_given = true,
                                       .also = &kFilterKeyText};
inline constexpr FieldLimit kTenValues{.breach = tag_values_limit_exceeded, .most = 10};
inline constexpr FieldLimit kFilterValues{.breach = tag_key_invalid, .also = &kTenValues};
inline constexpr FieldRule kTagFilterRules[] = {{"key", text, kOptional, &kFilterKey},
                                                {"values", text_list, kOptional, &kFilterValues}};
inline constexpr FieldMembers kTagFilter{kTagFilterRules};
inline constexpr FieldLimit kTagFilters{.breach = tag_list_malformed, .also = &kTenTags};

inline constexpr std::string_view kMatchKeys[] = {"resource_name"};
inline constexpr FieldLimit kMatchKey{.breach = match_key_invalid, .choices = kMatchKeys, .empty_is_given = true};
inline constexpr FieldLimit kMatchValue{.form = "at most 255 bytes, a prefix of the alias",
                                        .breach = match_value_invalid,
                                        .most = 255,
                                        .empty_is_given = true};
inline constexpr FieldRule kMatchRules[] = {{"key", text, kOptional, &kMatchKey},
                                            {"value", text, kOptional, &kMatchValue}};
inline constexpr FieldMembers kMatch{kMatchRules};
inline constexpr FieldLimit kMatches{.form = "at most one", .breach = match_list_malformed, .most = 1};
inline constexpr std::string_view kResourceActions[] = {"filter", "count"};
inline constexpr FieldLimit kResourceAction{.breach = tag_action_invalid, .choices = kResourceActions};

// ---- grants ----

inline constexpr FieldLimit kPrincipal{
    .form = "1 to 64 letters and digits", .breach = grantee_invalid, .pattern = is_principal};
inline constexpr std::string_view kPrincipalTypes[] = {"user", "domain"};
inline constexpr FieldLimit kPrincipalType{.breach = parameter_invalid, .choices = kPrincipalTypes};
inline constexpr FieldLimit kGrantName{
    .form = "1 to 255 of letters, digits and : / _ -", .breach = parameter_invalid, .pattern = is_grant_name};
inline constexpr FieldLimit kGrantOperations{.form = "at least one operation that grants know, not create-grant alone",
                                             .breach = parameter_invalid,
                                             .least = 1,
                                             .pattern = is_grantable};
inline constexpr FieldLimit kGrantId{.form = "64 hexadecimal digits", .breach = grant_not_found};

// ---- keystores, key policies, access points, regions ----

inline constexpr FieldLimit kKeystoreName{
    .form = "1 to 255 of letters, digits and : / _ -", .breach = parameter_invalid, .pattern = is_grant_name};
inline constexpr FieldLimit kKeystoreType{.breach = parameter_invalid, .choices = kKeystoreTypes};
inline constexpr FieldLimit kShortText{.breach = parameter_invalid, .most = 255};
inline constexpr FieldLimit kRecordName{.breach = parameter_invalid, .least = 1, .most = 255};
inline constexpr FieldLimit kRecordText{.breach = parameter_invalid, .most = 1024, .empty_is_given = true};
inline constexpr FieldLimit kPolicyText{
    .form = "JSON of at most 32,768 bytes", .breach = parameter_invalid, .most = 32'768};
inline constexpr FieldLimit kAccessPointType{
    .form = "1 (ECS), 2 (CCE), 3 (custom)", .breach = parameter_invalid, .least = 1, .most = 3};
inline constexpr FieldLimit kIdMarker{.form = "id of the last one seen", .breach = page_offset_invalid};
inline constexpr FieldLimit kRegionName{.form = "name of a project", .breach = region_unsupported};
inline constexpr FieldLimit kReplicaTags{.breach = tag_list_malformed, .also = &kTenTags};

}  // namespace tandem::api::huawei::rules
