#pragma once
// Who has something to do by the clock: a line here and one in actions/sweep.cpp.

#include "tandem/service/call.hpp"

namespace tandem::service {

// Does what is due of one kind; returns how many things changed. What stands in the way of one thing does not keep it
// from the others: the next round comes by again.
using Sweeper = std::size_t (*)(Services& services);

std::size_t sweep_keys(Services& services);
std::size_t sweep_import_tokens(Services& services);

}  // namespace tandem::service
