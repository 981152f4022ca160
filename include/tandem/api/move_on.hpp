#pragma once
// How a request gets to the thread that it needs (docs/adr/0002).

#include "tandem/api/wire.hpp"

namespace tandem::api {

// True when the error asks for a later place than the one where the request runs, which is noted in the exchange: the
// answer is Disposition::moves. False: it is an ordinary error.
[[nodiscard]] inline bool move_on(Exchange& exchange, ErrorCode error) noexcept {
    const auto place = service::place_asked_for(error);
    if (!place || *place <= exchange.place) return false;
    exchange.place = *place;
    return true;
}

}  // namespace tandem::api
