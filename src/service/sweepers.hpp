#pragma once
// Who has something to do by the clock: a line here and one in actions/sweep.cpp.

#include "tandem/service/call.hpp"
#include "tandem/service/destruction.hpp"

namespace tandem::service {

// Does what is due of one kind; returns how many things changed. What stands in the way of one thing does not keep it
// from the others: the next round comes by again.
using Sweeper = std::size_t (*)(Services& services, DestructionGate& gate);

std::size_t sweep_keys(Services& services, DestructionGate& gate);
std::size_t sweep_import_tokens(Services& services, DestructionGate& gate);
std::size_t sweep_data_keys(Services& services, DestructionGate& gate);

}  // namespace tandem::service
