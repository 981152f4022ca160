#include "movable_clock.hpp"

#include "tandem/app/dates.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/service/actions/sweep.hpp"

#include <nlohmann/json.hpp>

namespace tandem::standin {
namespace {

using api::AdminCall;
using nlohmann::json;

void answer_time(const AdminCall& call, const MovableClock& clock) {
    const auto offset = std::chrono::duration<double>{clock.offset()}.count();
    api::answer_json(call.exchange, 200,
                     json{{"now", app::format_date(clock.now())},
                          {"real", app::format_date(clock.real_now())},
                          {"offset_seconds", offset}}
                         .dump());
}

Error out_of_range(std::string_view name) {
    return fail(ErrorCode::parameter_out_of_range, name, "at most 200 years from real time");
}

// {"advance": "400d"} moves on from where the clock is, {"set": "2027-12-31"} to a date.
Result<void> move_clock(const AdminCall& call, MovableClock& clock) {
    const auto text = call.exchange.request.body;
    const auto body = json::parse(text.empty() ? "{}" : text, nullptr, false);
    if (!body.is_object()) return fail(ErrorCode::request_malformed);
    for (const auto& [name, value] : body.items()) {
        if (name != "advance" && name != "set") return fail(ErrorCode::parameter_unknown, name, "advance or set");
        if (!value.is_string()) return fail(ErrorCode::parameter_type, name, "a string is needed");
    }
    if (body.size() != 1) return fail(ErrorCode::parameter_missing, "advance", "one of advance and set");
    if (body.contains("advance")) {
        const auto span = app::parse_span(body.at("advance").get<std::string>());
        if (!span) return fail(ErrorCode::parameter_invalid, "advance", "a span such as 400d, 12h or -90m");
        if (!clock.advance(*span)) return out_of_range("advance");
        return {};
    }
    const auto date = app::parse_date(body.at("set").get<std::string>());
    if (!date) return fail(ErrorCode::parameter_invalid, "set", "2027-12-31 or 2027-12-31T23:59:59Z");
    const auto offset = *date - clock.real_now();
    if (std::chrono::abs(offset) > kMostClockOffset) return out_of_range("set");
    clock.move_to(offset);
    return {};
}

}  // namespace

bool MovableClock::advance(Milliseconds span) noexcept {
    auto before = offset_.load(std::memory_order_relaxed);
    for (;;) {
        const auto after = Milliseconds{before} + span;
        if (std::chrono::abs(after) > kMostClockOffset) return false;
        if (offset_.compare_exchange_weak(before, after.count(), std::memory_order_relaxed)) return true;
    }
}

Milliseconds clock_offset_from(const std::string& text, TimePoint real_now, const std::string& what) {
    const auto date = app::parse_date_from(text, real_now);
    if (!date || std::chrono::abs(*date - real_now) > kMostClockOffset)
        throw UserError{
            UserError::configuration,
            {.place = what, .text = "\"" + text + "\" is not a date such as " + std::string{app::kDateForms}}};
    return *date - real_now;
}

std::vector<api::AdminRoute> clock_routes(MovableClock& clock, service::DestructionGate& gate) {
    const auto show = [&clock](const AdminCall& call) -> Result<void> {
        answer_time(call, clock);
        return {};
    };
    const auto move = [&clock, &gate](const AdminCall& call) -> Result<void> {
        TANDEM_CHECK(move_clock(call, clock));
        service::sweep(call.services, gate);
        answer_time(call, clock);
        return {};
    };
    const auto restore = [&clock, &gate](const AdminCall& call) -> Result<void> {
        clock.move_to(Milliseconds{0});
        service::sweep(call.services, gate);
        answer_time(call, clock);
        return {};
    };
    return {{"GET", "/_tandem/clock", "ShowClock", show, false},
            {"POST", "/_tandem/clock", "MoveClock", move, true},
            {"DELETE", "/_tandem/clock", "ResetClock", restore, true}};
}

}  // namespace tandem::standin
