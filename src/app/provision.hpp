#pragma once
// Brings the store in line with the tenants, credentials and agencies of the configuration.

#include "tandem/app/config.hpp"
#include "tandem/service/call.hpp"

#include <spdlog/logger.h>

namespace tandem::app {

// Makes what is missing, replaces what changed, and removes credentials that an earlier configuration of this data
// directory had and this one has not ("configured-credentials" beside the database names them). Server mode also
// removes the published development credential, and agencies that the configuration does not have. Throws StartupError
// when a stored tenant has other identities than the configured one, or when the store cannot be changed.
void provision(const Config& config, service::Services& services, spdlog::logger& log);

}  // namespace tandem::app
