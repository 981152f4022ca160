#pragma once
// How much this process may calculate at once.

#include <optional>
#include <string_view>

namespace tandem::app {

// At least one. Fewer than the machine has where the process is bound to some of them (affinity), or where a control
// group gives it a share of their time, as containers do.
unsigned usable_processors();

// The number in cpu.max of a control group (version 2), as "150000 100000" for one and a half, rounded up; nothing: no
// limit.
std::optional<unsigned> processors_of_quota(std::string_view cpu_max) noexcept;

}  // namespace tandem::app
