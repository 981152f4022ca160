#include "tandem/service/actions/sweep.hpp"

#include "tandem/service/actions/data_keys.hpp"

#include "sweepers.hpp"

#include <array>

namespace tandem::service {

namespace {

constexpr std::array<Sweeper, 3> kSweepers = {
    sweep_keys,
    sweep_import_tokens,
    remove_due_data_keys,
};

}  // namespace

std::size_t sweep(Services& services) {
    std::size_t changed = 0;
    for (const Sweeper one : kSweepers) changed += one(services);
    return changed;
}

}  // namespace tandem::service
