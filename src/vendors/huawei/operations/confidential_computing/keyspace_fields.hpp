#pragma once
// The fields that key policies and access points share: they belong to a key space, an id that clients choose.

#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/record_limits.hpp"

namespace tandem::api::huawei {

inline constexpr FieldRule kKeyspace{"keyspace_id", FieldType::text, true, &rules::kRecordName};
inline constexpr FieldRule kRecordDescription{"description", FieldType::text, false, &rules::kRecordText};
inline constexpr FieldLimit kIdMarker{.form = "id of the last one seen", .breach = ErrorCode::page_offset_invalid};
inline constexpr FieldRule kKeyspacePage[] = {kKeyspace, rules::kLimit, {"marker", FieldType::text, false, &kIdMarker}};

}  // namespace tandem::api::huawei
