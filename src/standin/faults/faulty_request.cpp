#include "faulty_request.hpp"

#include "tandem/app/dates.hpp"

#include "faulty_reply.hpp"

namespace tandem::standin {
namespace {

using Kind = FaultEffect::Kind;

// The word that a log line has in the place of a vendor's code.
std::string_view name_of_effect(Kind kind) noexcept {
    switch (kind) {
        case Kind::none:
            return "delay";
        case Kind::api_error:
            return "api_error";
        case Kind::http_status:
            return "http_status";
        case Kind::reset:
            return "reset";
        case Kind::hang:
            return "hang";
        case Kind::empty:
            return "empty";
        case Kind::garbage:
            return "garbage";
        case Kind::truncate:
            return "truncate";
        case Kind::drip:
            return "drip";
    }
    return {};
}

// Vendors show when a token has expired, to the microsecond.
std::string utc_text(TimePoint time) {
    std::string text = app::format_date(std::chrono::floor<std::chrono::seconds>(time));
    return text.insert(text.size() - 1, ".000000");
}

std::string explanation(const std::string& name) { return "answered by the fault rule " + name; }

}  // namespace

void FaultyRequest::ask(std::size_t place) {
    asked_[place] = true;
    ActiveFault& rule = *(*rules_)[place];
    const auto number = rule.turns.take(request_.arrived_ticks);
    if (!number) return;
    fired_ = &rule;
    number_ = *number;
}

// Up to the first rule that waits for the request's key: those behind it come after it.
Result<void> FaultyRequest::identified(const api::IdentifiedRequest& request) {
    request_ = request;
    for (std::size_t i = 0; i < rules_->size() && fired_ == nullptr; ++i) {
        const ActiveFault& rule = *(*rules_)[i];
        if (asked_[i] || !rule.fits(request)) continue;
        if (rule.rule.match.key.empty())
            ask(i);
        else if (request.finds_key)
            break;
    }
    return verdict();
}

Result<void> FaultyRequest::found(const service::Call& call, const store::Key& key) {
    for (std::size_t i = 0; i < rules_->size() && fired_ == nullptr; ++i) {
        const ActiveFault& rule = *(*rules_)[i];
        if (!asked_[i] && rule.fits(request_) && rule.fits(call, key)) ask(i);
    }
    return verdict();
}

Error FaultyRequest::api_error() const {
    const auto detail = explanation(fired_->rule.name);
    const auto failure = [&](ErrorCode code, std::string_view subject = {}) { return fail(code, subject, detail); };
    switch (fired_->rule.effect.api_error) {
        case ApiError::throttled:
            return failure(request_.over_rate_limit);
        case ApiError::internal:
            return failure(ErrorCode::internal);
        case ApiError::unavailable:
            return failure(ErrorCode::store_unavailable);
        case ApiError::expired_token:
            return failure(ErrorCode::token_expired, utc_text(request_.arrived));
        case ApiError::disabled:
            return failure(ErrorCode::key_disabled);
        case ApiError::denied:
            return failure(ErrorCode::not_authorized);
        case ApiError::not_found:
            return failure(ErrorCode::key_not_found);
    }
    return failure(ErrorCode::internal);
}

// An effect that replaces the whole reply needs an error only to keep the action from running.
Result<void> FaultyRequest::verdict() const {
    if (fired_ == nullptr || !fired_->rule.effect.replaces_action()) return {};
    if (fired_->rule.effect.kind == Kind::api_error) return api_error();
    return fail(ErrorCode::internal, {}, explanation(fired_->rule.name));
}

std::optional<Error> FaultyRequest::instead_of_answer() {
    if (fired_ == nullptr) return std::nullopt;
    const FaultEffect& effect = fired_->rule.effect;
    if (effect.kind != Kind::api_error || !effect.after_action) return std::nullopt;
    return api_error();
}

void FaultyRequest::replace_reply(api::Exchange& exchange) const {
    const FaultEffect& effect = fired_->rule.effect;
    exchange.facts.failed = true;
    exchange.facts.error = ErrorCode::internal;
    exchange.facts.vendor_code = name_of_effect(effect.kind);
    exchange.reply.clear();
    if (effect.kind != Kind::http_status) return;
    exchange.reply.status = effect.http_status;
    exchange.reply.content_type = "text/plain";
    exchange.reply.body = "injected fault: " + fired_->rule.name + "\n";
}

void FaultyRequest::alter(api::Exchange& exchange) {
    if (fired_ == nullptr) return;
    const FaultEffect& effect = fired_->rule.effect;
    const bool answer_stays = effect.kind == Kind::none || effect.kind == Kind::api_error ||
                              effect.kind == Kind::truncate || effect.kind == Kind::drip;
    if (!answer_stays) replace_reply(exchange);
    if (exchange.facts.failed && (!answer_stays || effect.kind == Kind::api_error))
        exchange.facts.diagnosis = explanation(fired_->rule.name);
    exchange.facts.fault = fired_->rule.name;
    exchange.reply.headers.push_back({"X-Tandem-Fault", fired_->rule.name});
    if (effect.close) exchange.reply.close = true;
    if (FaultyReply::is_needed(effect))
        exchange.reply.paced = std::make_shared<FaultyReply>(effect, fired_->chance, number_);
}

}  // namespace tandem::standin
