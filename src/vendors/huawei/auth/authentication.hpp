#pragma once
// Who calls, and in which project (section 2).

#include "huawei/request.hpp"

#include <optional>

namespace tandem::api::huawei {

// A signature with a known algorithm first, else a token. Puts the id that the request names into the exchange's facts,
// and in development why it was refused. Nothing: as of verify_signature. Errors: verify_signature's, read_token's,
// authorization_missing.
Result<std::optional<Caller>> authenticate(const service::Services& services, const AllSettings& settings,
                                           Exchange& exchange, Arena& arena);

// The project that a call of IAM is about: its token's, else that of X-Project-Id; nullptr when it names none. Error:
// project_mismatch (the tenant has no such project, or the token is for another).
Result<const store::Project*> asked_project(const Caller& caller, const WireRequest& request);

// The path's project must be one of the tenant's, and X-Project-Id and a token's scope must agree with it. The
// placeholder "{project_id}", which SDKs without a project send, is the default project in development. Errors:
// action_unknown (no project id at all), project_mismatch.
Result<const store::Project*> find_project(const Caller& caller, std::string_view raw_segment,
                                           const AllSettings& settings, const WireRequest& request, Arena& arena);

}  // namespace tandem::api::huawei
