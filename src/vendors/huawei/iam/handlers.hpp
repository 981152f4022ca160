#pragma once
// The IAM calls that clients make by themselves (section 3).

#include "huawei/operation.hpp"

namespace tandem::api::huawei::iam {

Result<void> list_identity_versions(OpenCall& call);
Result<void> show_identity_version(OpenCall& call);
Result<void> issue_token(OpenCall& call);
Result<void> validate_token(OpenCall& call);
Result<void> issue_temporary_key(OpenCall& call);

Result<void> list_projects(OperationCall& call);
Result<void> list_domains(OperationCall& call);
Result<void> show_catalog(OperationCall& call);
Result<void> show_caller(OperationCall& call);

}  // namespace tandem::api::huawei::iam
