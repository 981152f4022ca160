#pragma once
// All that makes a development server a stand-in for tests: seeds, states, a clock to move, faults, a journal.

#include "tandem/app/development.hpp"

#include <memory>

namespace tandem::app {

std::unique_ptr<Development> make_stand_in();

}  // namespace tandem::app
