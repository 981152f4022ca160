#include "clock_guard_routes.hpp"

#include "tandem/app/dates.hpp"

#include <nlohmann/json.hpp>

namespace tandem::app {
namespace {

using api::AdminCall;
using nlohmann::json;

void answer_status(const AdminCall& call, DestructionGuard& guard, const Clock& clock) {
    const auto status = guard.status();
    const auto seconds = [](Milliseconds span) { return std::chrono::duration<double>{span}.count(); };
    json answer{{"now", format_date(status.wall)}, {"settles_in_seconds", seconds(status.settles_in)},
                {"jumps", status.jumps},           {"jumped_seconds", seconds(status.jumped)},
                {"held", status.hold.has_value()}, {"due_keys", call.services.store.due_keys(clock.now()).size()}};
    if (status.hold) {
        answer["reason"] = status.hold->reason;
        answer["since"] = format_date(status.hold->since);
    }
    api::answer_json(call.exchange, 200, answer.dump());
}

}  // namespace

std::vector<api::AdminRoute> clock_guard_routes(DestructionGuard& guard, const Clock& clock) {
    const auto show = [&guard, &clock](const AdminCall& call) -> Result<void> {
        answer_status(call, guard, clock);
        return {};
    };
    const auto accept = [&guard, &clock](const AdminCall& call) -> Result<void> {
        TANDEM_CHECK(guard.accept());
        answer_status(call, guard, clock);
        return {};
    };
    return {{"GET", "/_tandem/clock/status", "ShowClockStatus", show, true},
            {"POST", "/_tandem/clock/accept", "AcceptClock", accept, true}};
}

}  // namespace tandem::app
