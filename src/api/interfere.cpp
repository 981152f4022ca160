#include "tandem/api/interfere.hpp"

#include "tandem/api/named_keys.hpp"

#include <algorithm>

namespace tandem::api {

Result<void> identify_to_interference(Exchange& exchange, const store::Credential* credential,
                                      std::span<const FieldRule> fields, ErrorCode over_rate_limit) {
    return exchange.interference->identified(
        {.dialect = exchange.facts.dialect,
         .action = exchange.facts.action,
         .credential = credential,
         .finds_key = std::ranges::any_of(fields, may_name_a_key, &FieldRule::name),
         .over_rate_limit = over_rate_limit,
         .arrived_ticks = exchange.request.arrived_ticks,
         .arrived = exchange.request.arrived});
}

}  // namespace tandem::api
