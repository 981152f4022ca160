#pragma once
// Agencies: a user of one domain in a role of another (section 3.3a).

#include "huawei/auth/token.hpp"
#include "huawei/request.hpp"

#include <boost/json/object.hpp>

namespace tandem::api::huawei::iam {

// By "assume_role" of the identity; the caller says who he is by a token or a signature. Errors: parameter_invalid,
// not_authorized (no such agency, none that trusts him, or his rules do not have AssumeRole), authenticate's.
Result<Token> with_assumed_role(const Request& request, const boost::json::object& identity);

}  // namespace tandem::api::huawei::iam
