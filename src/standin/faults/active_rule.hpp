#pragma once
// A rule that is in force.

#include "tandem/api/interference.hpp"

#include "chance.hpp"
#include "rule.hpp"
#include "turns.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace tandem::standin {

struct ActiveFault {
    ActiveFault(FaultRule given, std::uint64_t seed, std::uint64_t place, std::int64_t set_at)
        : rule(std::move(given)), chance(seed, place), turns(rule.turn, chance, set_at) {}

    // Whether the request fits all but the key.
    [[nodiscard]] bool fits(const api::IdentifiedRequest& request) const;
    // Whether the key is the one that the rule names.
    [[nodiscard]] bool fits(const service::Call& call, const store::Key& key) const;

    const FaultRule rule;
    const Chance chance;
    FaultTurns turns;
};

// The rules that a request is checked against, from its begin to its end, whatever is changed meanwhile.
using ActiveFaults = std::vector<std::shared_ptr<ActiveFault>>;

}  // namespace tandem::standin
