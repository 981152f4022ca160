#pragma once
// Refusals that would end a start or a command are answers of the server's own API.

#include "tandem/api/wire.hpp"
#include "tandem/base/user_error.hpp"

namespace tandem::standin {

struct RefusalOfKind {
    UserError::Kind kind;
    unsigned status;
    ErrorCode code;
};
const RefusalOfKind& refusal_of(UserError::Kind kind) noexcept;

void answer_refusal(api::Exchange& exchange, const UserError& error);

}  // namespace tandem::standin
