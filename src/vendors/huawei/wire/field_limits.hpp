#pragma once
// The limits of fields of several operations, and the error of each breach (sections 5 to 8, and the patterns of
// the vendor's reference). A limit without bounds, choices or a pattern is only described, and named when a value has
// another JSON type: the operation meets it while it decodes.

#include "tandem/api/fields.hpp"

#include "field_patterns.hpp"
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
inline constexpr FieldLimit kDescription{
    .breach = description_too_long, .most = 255, .in_characters = true, .empty_is_given = true};

// ---- lists ----

inline constexpr FieldLimit kPageSize{
    .form = "at least 1; more than 5000 is 5000", .breach = page_limit_invalid, .least = 1};
inline constexpr FieldLimit kPageStart{.form = "decimal offset", .breach = page_offset_invalid};

// ---- messages and data keys ----

inline constexpr FieldLimit kContext{.form = "object of texts, at most 8192 characters", .breach = context_malformed};
inline constexpr FieldLimit kAdditionalData{.breach = parameter_out_of_range, .most = 128};
inline constexpr FieldLimit kDataKeyCipherBytes{.form = "1 to 1024, bytes of the plain key; 32 is taken for every size",
                                                .breach = data_key_cipher_length_invalid,
                                                .least = 1,
                                                .most = keys::kMaxDataKeyBytes};

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
inline constexpr FieldLimit kTenTags{
    .form = "at most ten", .breach = tag_list_size_invalid, .most = kTagLimits.most_tags};

}  // namespace tandem::api::huawei::rules
