#pragma once
// Which dialect a request belongs to, from the claims that the dialects declare.

#include "tandem/api/dialect.hpp"

#include <memory>
#include <span>
#include <string>

namespace tandem::api {

using Dialects = std::span<const std::shared_ptr<const Dialect>>;

// Throws UserError when two dialects make the same claim.
void check_claims(Dialects dialects);

// Asked in this order; nullptr when nobody claims the request there:
//   1. header claims;
//   2. path claims but for the root's: an exact path, then the longest prefix;
//   3. parameter claims;
//   4. an exact claim of "/", which all clients of form-style APIs send too.
const Dialect* claimed_by_header(Dialects dialects, const WireRequest& request);
const Dialect* claimed_by_path(Dialects dialects, const WireRequest& request);
const Dialect* claimed_by_parameter(Dialects dialects, const WireRequest& request);
// Whoever finds its requests by parameters, for a form whose body was not read.
const Dialect* claimed_by_form(Dialects dialects, const WireRequest& request);
const Dialect* claimed_by_root(Dialects dialects, const WireRequest& request);

// "path /v2/index.php", "parameter Action without Version": for people.
std::string describe(const Claim& claim);

}  // namespace tandem::api
