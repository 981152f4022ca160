#pragma once
// Sweep of what happens by the clock alone: keys end, rotate, lose imported material; other objects end.

#include "tandem/service/call.hpp"
#include "tandem/service/destruction.hpp"

namespace tandem::service {

// Does all that is due and that the gate lets through, over all tenants; returns how many things changed. What is done
// does not depend on how late it is: a key that missed several rotations gets one. Blocks: a timer's thread, or the
// worker pool. It holds its own ReadGuards.
std::size_t sweep(Services& services, DestructionGate& gate);

}  // namespace tandem::service
