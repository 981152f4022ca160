#pragma once
// Agencies: a user of one domain in a role of another (section 3.3a).

#include "huawei/auth/token.hpp"
#include "huawei/request.hpp"

#include <boost/json/object.hpp>

namespace tandem::api::huawei::iam {

// The token by "assume_role" of the identity; a token or a signature says who the caller is. Errors: parameter_invalid,
// not_authorized (no such agency, none that trusts the caller, or rules without AssumeRole), authenticate's.
Result<Token> with_assumed_role(const Request& request, const boost::json::object& identity);

}  // namespace tandem::api::huawei::iam
