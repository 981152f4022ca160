#pragma once
// The words of `tandem dev` before "Ready.".

#include "tandem/app/application.hpp"

#include <iosfwd>

namespace tandem::cli {

void print_banner(std::ostream& out, app::Application& application, bool open_to_others, bool in_container);

}  // namespace tandem::cli
