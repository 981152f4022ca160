#pragma once
// The query by which ListKmsByTags finds keys (section 7, Tags): their tags, and the beginning of their names.

#include "tandem/service/tags.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_limits.hpp"

#include <string>
#include <vector>

namespace tandem::api::huawei {

// A tag's key in a filter, where what is none has one error (section 8, 0402 to 0415). A key that is left out is
// read_resource_query's.
inline constexpr FieldLimit kFilterKeyText{.breach = ErrorCode::tag_key_invalid, .pattern = is_tag_text};
inline constexpr FieldLimit kFilterKey{.breach = ErrorCode::tag_key_invalid,
                                       .least = 1,
                                       .most = kTagLimits.longest_key,
                                       .in_characters = true,
                                       .empty_is_given = true,
                                       .also = &kFilterKeyText};
inline constexpr FieldLimit kTenValues{.breach = ErrorCode::tag_values_limit_exceeded, .most = 10};
inline constexpr FieldLimit kFilterValues{.breach = ErrorCode::tag_key_invalid, .also = &kTenValues};
inline constexpr FieldRule kTagFilterRules[] = {{"key", FieldType::text, false, &kFilterKey},
                                                {"values", FieldType::text_list, false, &kFilterValues}};
inline constexpr FieldMembers kTagFilter{kTagFilterRules};
inline constexpr FieldLimit kTagFilters{.breach = ErrorCode::tag_list_malformed, .also = &rules::kTenTags};

inline constexpr std::string_view kMatchKeys[] = {"resource_name"};
inline constexpr FieldLimit kMatchKey{
    .breach = ErrorCode::match_key_invalid, .choices = kMatchKeys, .empty_is_given = true};
inline constexpr FieldLimit kMatchValue{.form = "at most 255 bytes, a prefix of the alias",
                                        .breach = ErrorCode::match_value_invalid,
                                        .most = 255,
                                        .empty_is_given = true};
inline constexpr FieldRule kMatchRules[] = {{"key", FieldType::text, false, &kMatchKey},
                                            {"value", FieldType::text, false, &kMatchValue}};
inline constexpr FieldMembers kMatch{kMatchRules};
inline constexpr FieldLimit kMatches{.form = "at most one", .breach = ErrorCode::match_list_malformed, .most = 1};

struct ResourceQuery {
    std::vector<service::TagFilter> tags;
    std::string name;  // a prefix of the alias; all that matches can be about

    [[nodiscard]] bool takes(const Request& request, const store::Key& key) const;
};
// Errors: tag_key_invalid, tag_key_duplicate, match_key_invalid, match_value_invalid.
Result<ResourceQuery> read_resource_query(const Request& request);

}  // namespace tandem::api::huawei
