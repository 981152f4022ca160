#include "movable_clock.hpp"

#include "tandem/base/startup.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "../dates.hpp"

#include <nlohmann/json.hpp>

namespace tandem::app {
namespace {

using dialect::AdminCall;
using nlohmann::json;

constexpr Milliseconds kMostOffset = std::chrono::days{200 * 366};

void answer_time(const AdminCall& call, const MovableClock& clock) {
    const auto offset = std::chrono::duration<double>{clock.offset()}.count();
    dialect::answer_json(
        call.exchange, 200,
        json{{"now", format_date(clock.now())}, {"real", format_date(clock.real_now())}, {"offset_seconds", offset}}
            .dump());
}

// {"advance": "400d"} moves on from where the clock is, {"set": "2027-12-31"} to a date.
Result<Milliseconds> wanted_offset(const AdminCall& call, const MovableClock& clock) {
    const auto body = json::parse(call.exchange.request.body, nullptr, false);
    if (!body.is_object()) return fail(ErrorCode::request_malformed);
    for (const auto& [name, value] : body.items()) {
        if (name != "advance" && name != "set") return fail(ErrorCode::parameter_unknown, name, "advance or set");
        if (!value.is_string()) return fail(ErrorCode::parameter_type, name, "a string is needed");
    }
    if (body.size() != 1) return fail(ErrorCode::parameter_missing, "advance", "one of advance and set");
    Milliseconds offset{};
    if (body.contains("advance")) {
        const auto span = parse_span(body.at("advance").get<std::string>());
        if (!span) return fail(ErrorCode::parameter_invalid, "advance", "a span such as 400d, 12h or -90m");
        offset = clock.offset() + *span;
    } else {
        const auto date = parse_date(body.at("set").get<std::string>());
        if (!date) return fail(ErrorCode::parameter_invalid, "set", "2027-12-31 or 2027-12-31T23:59:59Z");
        offset = *date - clock.real_now();
    }
    if (std::chrono::abs(offset) > kMostOffset)
        return fail(ErrorCode::parameter_out_of_range, body.begin().key(), "at most 200 years from real time");
    return offset;
}

}  // namespace

Milliseconds clock_offset_from(const std::string& text, TimePoint real_now, const std::string& what) {
    const auto date = parse_date_from(text, real_now);
    if (!date || std::chrono::abs(*date - real_now) > kMostOffset)
        throw StartupError{ExitCode::bad_configuration,
                           what + ": \"" + text + "\" is not a date such as " + std::string{kDateForms}};
    return *date - real_now;
}

std::vector<dialect::AdminRoute> clock_routes(MovableClock& clock) {
    const auto show = [&clock](const AdminCall& call) -> Result<void> {
        answer_time(call, clock);
        return {};
    };
    const auto move = [&clock](const AdminCall& call) -> Result<void> {
        TANDEM_TRY(const auto offset, wanted_offset(call, clock));
        clock.move_to(offset);
        service::remove_due_keys(call.services);
        answer_time(call, clock);
        return {};
    };
    const auto restore = [&clock](const AdminCall& call) -> Result<void> {
        clock.move_to(Milliseconds{0});
        answer_time(call, clock);
        return {};
    };
    return {{"GET", "/_tandem/clock", "ShowClock", show, false},
            {"POST", "/_tandem/clock", "MoveClock", move, true},
            {"DELETE", "/_tandem/clock", "ResetClock", restore, false}};
}

}  // namespace tandem::app
