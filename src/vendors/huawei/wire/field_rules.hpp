#pragma once
// The fields that several operations have (section 7): of the body, or of the query of a GET. Fields that no operation
// has are ignored, as every generation of clients sends some that others do not know; realm, key_policy and key_type
// are such.

#include "field_limits.hpp"

namespace tandem::api::huawei::rules {

inline constexpr std::string_view kNoEnterpriseProjects = "there are no enterprise projects";

inline constexpr FieldRule kOwnKey{"key_id", text, kRequired, &kId};  // by its id alone
inline constexpr FieldRule kAnyKey{"key_id", text, kRequired, &kReference};
inline constexpr FieldRule kLimit{"limit", decimal, kOptional, &kPageSize};
inline constexpr FieldRule kMarker{"marker", decimal, kOptional, &kPageStart};
inline constexpr FieldRule kOffset{"offset", decimal, kOptional, &kPageStart};
inline constexpr FieldRule kAdditional{"additional_authenticated_data", text, kOptional, &kAdditionalData};
inline constexpr FieldRule kEncryptionContext{"encryption_context", object, kOptional, &kContext};  // older clients
inline constexpr FieldRule kEnterpriseProject{"enterprise_project_id", text, kOptional, nullptr, nullptr,
                                              kNoEnterpriseProjects};

// The fields that every operation takes.
inline constexpr FieldLimit kSequence{.form = "0 to 36 characters", .breach = sequence_invalid};
inline constexpr FieldRule kCommon[] = {{"sequence", text, kOptional, &kSequence, nullptr, "a number of the message"}};

}  // namespace tandem::api::huawei::rules
