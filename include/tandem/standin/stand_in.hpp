#pragma once
// All that makes a development server a stand-in for tests: seeds, states, a clock to move, faults, a journal.

#include "tandem/app/development.hpp"

#include <memory>

namespace tandem::standin {

std::unique_ptr<app::Development> make_stand_in();

}  // namespace tandem::standin
