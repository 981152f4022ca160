#pragma once
// A paced reply that is under way on a connection.

#include "tandem/api/paced_reply.hpp"

#include "sockets/network.hpp"

#include <memory>
#include <optional>

namespace tandem::http {

struct Pacing {
    std::shared_ptr<api::PacedReply> reply;
    Timer timer;
    std::optional<api::PacedReply::Step> step{};  // holds once its bytes are sent
};

}  // namespace tandem::http
