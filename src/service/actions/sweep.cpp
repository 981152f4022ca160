#include "tandem/service/actions/sweep.hpp"

#include "sweepers.hpp"

#include <array>

namespace tandem::service {

namespace {

constexpr std::array<Sweeper, 3> kSweepers = {
    sweep_keys,
    sweep_import_tokens,
    sweep_data_keys,
};

}  // namespace

std::size_t sweep(Services& services, DestructionGate& gate) {
    // While nothing may end there is no need to look at all that would.
    if (!gate.may_end(TimePoint::min())) return 0;
    std::size_t changed = 0;
    for (const Sweeper one : kSweepers) changed += one(services, gate);
    return changed;
}

}  // namespace tandem::service
