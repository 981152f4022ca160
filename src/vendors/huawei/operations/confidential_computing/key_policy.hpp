#pragma once
// Key policies (section 7, Confidential computing): records, by which nothing is judged here. Dates are written as
// those of aliases; ids that nobody has are KMS.0308, since no document gives a code.

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/policy_document.hpp"
#include "keyspace_fields.hpp"

namespace tandem::api::huawei {

inline constexpr FieldLimit kPolicyText{
    .form = "JSON of at most 32,768 bytes", .breach = ErrorCode::parameter_invalid, .most = 32'768};
inline constexpr FieldRule kPolicy{"policy", FieldType::text, true, &kPolicyText};

// The id in the path. Error: key_policy_not_found.
Result<store::ObjectId> read_key_policy_id(Request& request);

// Members, into an open object.
void write_key_policy(JsonWriter& json, const KeyPolicy& policy, PolicySpelling spelling);

}  // namespace tandem::api::huawei
