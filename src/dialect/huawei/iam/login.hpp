#pragma once
// From the body of POST /v3/auth/tokens to a token (section 3.1).

#include "tandem/dialect/dialect.hpp"

#include "../token.hpp"

#include <boost/json/object.hpp>

namespace tandem::dialect::huawei::iam {

struct Login {
    Token token;
    std::string_view method;  // "password" or "token"
};

// `auth` is the member of that name. Errors: parameter_invalid (the body), login_failed, not_authorized (an agency),
// read_token's, project_mismatch (a scope that is not the user's).
Result<Login> log_in(const service::Services& services, const Settings& settings, const boost::json::object& auth,
                     Arena& arena);

}  // namespace tandem::dialect::huawei::iam
