#pragma once
// Ending credentials, and keeping them out until an operator lets them in again (store::CredentialHold). What a hold
// keeps out, no configuration and no seed lets in; login tokens and temporary keys go with the credential behind them.
//
// All of these change the store: worker pool only. They hold their own ReadGuard. Errors of all: credential_unknown,
// store_unavailable.

#include "tandem/service/call.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace tandem::service {

// Remains of a removed credential.
enum class Removed : bool { nothing, a_mark };
// Ends it at once. Of one that a configuration or a seed gave, a mark stays, so that the next start does not bring it
// back.
Result<Removed> remove_credential(Services& services, std::string_view id);
// The same without a mark, or the removal of a mark itself.
Result<void> forget_credential(Services& services, std::string_view id);

Result<void> disable_credential(Services& services, std::string_view id);

enum class Enabled : std::uint8_t {
    now,
    at_next_start,  // it was removed: what names it may bring it back
};
// Lifts its hold. Error as well: conflict (whoever gave it has it disabled).
Result<Enabled> enable_credential(Services& services, std::string_view id);

// All of all tenants in one commit, for a database that went back to an older state; also those that `also` names and
// that are not there, so that a configuration does not bring one in that this state does not know to be removed. The
// first change after such a state was accepted: what comes before it would let them in. Returns how many there are.
Result<std::size_t> hold_every_credential(Services& services, std::vector<store::CredentialFacts> also);

}  // namespace tandem::service
