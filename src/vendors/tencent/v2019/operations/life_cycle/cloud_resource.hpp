#pragma once
// The resource of a cloud product that BindCloudResource and UnbindCloudResource name.

#include "tandem/store/records.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019 {

inline constexpr FieldRule kCloudResourceFields[] = {
    kKeyId, {"ProductId", FieldType::text, kRequired}, {"ResourceId", FieldType::text, kRequired}};

// Error: parameter_out_of_range.
Result<store::BoundResource> read_cloud_resource(const Fields& fields);

}  // namespace tandem::api::tencent::v2019
