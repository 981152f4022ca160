#include "tandem/api/interfere.hpp"

namespace tandem::api {

Result<void> identify_to_interference(Exchange& exchange, const store::Credential* credential, bool finds_key,
                                      ErrorCode over_rate_limit) {
    return exchange.interference->identified({.dialect = exchange.facts.dialect,
                                              .action = exchange.facts.action,
                                              .credential = credential,
                                              .finds_key = finds_key,
                                              .over_rate_limit = over_rate_limit,
                                              .arrived_ticks = exchange.request.arrived_ticks,
                                              .arrived = exchange.request.arrived});
}

}  // namespace tandem::api
