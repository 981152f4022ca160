#pragma once
// A paced reply that is under way on a connection.

#include "tandem/dialect/paced_reply.hpp"

#include "network.hpp"

#include <memory>
#include <optional>

namespace tandem::http {

struct Pacing {
    std::shared_ptr<dialect::PacedReply> reply;
    Timer timer;
    std::optional<dialect::PacedReply::Step> step{};  // holds once its bytes are sent
};

}  // namespace tandem::http
