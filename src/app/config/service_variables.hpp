#pragma once
// Variables that begin like our settings and that nobody set: Kubernetes gives every container some for each service of
// its namespace, and Docker for each link, so that a service named "tandem" or "tandem-..." sets TANDEM_PORT and more.

#include "tandem/app/environment.hpp"

#include <string_view>

namespace tandem::app {

// Goes by name and form of the value, since a setting may have the same name. `environment` is what the variable is of.
bool is_of_service_or_link(std::string_view name, std::string_view value, const Environment& environment);

}  // namespace tandem::app
