#pragma once
// From the body of a login to a token (sections 3.1 and 3.3a).

#include "tandem/api/dialect.hpp"

#include "huawei/auth/token.hpp"
#include "huawei/request.hpp"

#include <boost/json/value.hpp>

#include <chrono>

namespace tandem::api::huawei::iam {

// The members of "auth" in a body, which must live. Errors: parameter_invalid, and read_json's.
struct LoginBody {
    boost::json::value document;
    const boost::json::object* identity = nullptr;
    const boost::json::object* scope = nullptr;  // null: none
};
Result<LoginBody> read_login(const Request& request);

// Who it is, by each of the methods that the body asks for; all of them must lead to the same one. `methods` are those
// that may be asked for, bits of LoginMethod. The token has no scope yet, and its end where the method sets one.
// Errors: parameter_invalid (the body), login_failed, not_authorized (no such agency, or none that the caller may use),
// authenticate's and read_token's.
Result<Token> identify(const Request& request, const boost::json::object& identity, std::uint8_t methods);

// The token with its scope and dates. Errors: also project_mismatch (a scope that is not the user's).
Result<Token> log_in(const Request& request, const LoginBody& body);

// duration_seconds of the method's object: 900 to 86,400, which is 900 when it is not there. Error: parameter_invalid.
Result<std::chrono::seconds> read_duration(const boost::json::object& identity);

// Puts the tenant into the request's facts. An error is the answer to the request.
Result<void> note_caller(const Request& request, const Token& token);

}  // namespace tandem::api::huawei::iam
