#pragma once
// Where a dialect lets a stand-in server's rules have a say (interference.hpp): once caller and action are
// known and the rate limit is paid, before anything is done.

#include "tandem/api/fields.hpp"
#include "tandem/api/interference.hpp"

namespace tandem::api {

// Dialect and action are those of the exchange's facts. `credential` is null where nobody has to say who they are.
// An error is the answer to the request.
Result<void> identify_to_interference(Exchange& exchange, const store::Credential* credential, bool finds_key,
                                      ErrorCode over_rate_limit);

inline Result<void> interfere(Exchange& exchange, const store::Credential* credential, bool finds_key = false,
                              ErrorCode over_rate_limit = ErrorCode::throttled) {
    if (exchange.interference == nullptr) return {};
    return identify_to_interference(exchange, credential, finds_key, over_rate_limit);
}

}  // namespace tandem::api
