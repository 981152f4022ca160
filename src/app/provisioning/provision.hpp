#pragma once
// Brings the store in line with the tenants, credentials and agencies of the configuration.

#include "tandem/app/config.hpp"
#include "tandem/service/call.hpp"

#include <spdlog/logger.h>

namespace tandem::app {

// The state of the database: the newest acknowledged, or one that is older and was accepted in its place, in which
// nobody gets in before an operator says so.
enum class StoredState : bool { newest, older };

// Makes what is missing and replaces what changed; what an operator removed or disabled stays so. Ends credentials that
// the database knows to be of a configuration and this one does not name. Server mode also ends those of seeds, the
// published development credential, and agencies that the configuration does not have. Nothing is changed before all
// was found to fit. Throws UserError: conflict when what is stored has other ids or belongs to another tenant,
// configuration when a tenant is named that there is not, failed when the store cannot be changed.
void provision(const Config& config, service::Services& services, spdlog::logger& log,
               StoredState state = StoredState::newest);

}  // namespace tandem::app
