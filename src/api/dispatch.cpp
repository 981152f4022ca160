#include "tandem/api/dispatch.hpp"

#include "tandem/api/continuation.hpp"
#include "tandem/api/failure_brake.hpp"
#include "tandem/api/request_id.hpp"

#include "claims.hpp"
#include "page_guard.hpp"
#include "unclaimed.hpp"

namespace tandem::api {

namespace {

// Errors that somebody who guesses gets: not what a clock that is wrong, or a caller without any credential, gets.
bool is_failed_guess(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::credential_unknown:
        case ErrorCode::signature_mismatch:
        case ErrorCode::token_invalid:
        case ErrorCode::login_failed:
            return true;
        default:
            return false;
    }
}

}  // namespace

Dispatcher::Dispatcher(service::Services& services, std::vector<std::shared_ptr<const Dialect>> dialects,
                       DispatcherOptions options)
    : services_(services),
      dialects_(std::move(dialects)),
      interferences_(options.interferences),
      pages_(std::make_unique<PageGuard>(std::move(options.pages))),
      failures_(options.failures) {
    check_claims(dialects_);
}

Dispatcher::~Dispatcher() = default;
Dispatcher::Dispatcher(Dispatcher&&) noexcept = default;

const Dialect* Dispatcher::claimed_by(const WireRequest& request) const {
    if (const Dialect* dialect = claimed_by_header(dialects_, request)) return dialect;
    if (const Dialect* dialect = claimed_by_path(dialects_, request)) return dialect;
    if (const Dialect* dialect = claimed_by_parameter(dialects_, request)) return dialect;
    if (wants_welcome_page(request)) return nullptr;
    return claimed_by_root(dialects_, request);
}

Disposition Dispatcher::handle(Exchange& exchange) const {
    if (exchange.continuation != nullptr) {
        const store::ReadGuard guard = services_.store.read();
        return ask(exchange.continuation->dialect(), exchange);
    }
    if (const auto allowed = pages_->check(exchange.request); allowed.has_error()) {
        refuse(exchange, allowed.error());
        return Disposition::answered;
    }
    const Dialect* dialect = claimed_by(exchange.request);
    if (dialect != nullptr) {
        const store::ReadGuard guard = services_.store.read();
        exchange.facts.dialect = dialect->name();
        return ask(*dialect, exchange);
    }
    assign_request_id(exchange.facts, RequestIdForm::uuid);
    if (wants_welcome_page(exchange.request)) {
        write_welcome_page(exchange.reply);
    } else {
        write_unclaimed(dialects_, exchange);
    }
    return Disposition::answered;
}

Disposition Dispatcher::ask(const Dialect& dialect, Exchange& exchange) const {
    // Rules that came while a request waited for its worker are of the requests after it.
    const bool begins = exchange.continuation == nullptr && exchange.interference == nullptr;
    if (interferences_ != nullptr && begins) exchange.interference = interferences_->begin();
    exchange.failures = failures_;
    const Disposition disposition = dialect.handle(services_, exchange);
    if (disposition == Disposition::answered) brake(dialect, exchange);
    if (exchange.interference != nullptr && disposition == Disposition::answered) {
        if (const auto error = exchange.interference->instead_of_answer()) dialect.refuse(exchange, *error);
        exchange.interference->alter(exchange);
    }
    return disposition;
}

void Dispatcher::brake(const Dialect& dialect, Exchange& exchange) const {
    const RequestFacts& facts = exchange.facts;
    if (failures_ == nullptr || !dialect.asks_for_credentials()) return;
    if (!facts.failed || !is_failed_guess(facts.error)) return;
    if (failures_->count(exchange.request.client, exchange.request.arrived_ticks)) return;
    failures_->throttled();
    exchange.reply.clear();
    exchange.facts.explanation.reset();
    dialect.refuse(exchange, fail(ErrorCode::throttled, {}, "too many failed authentications from this address"));
}

void Dispatcher::refuse(Exchange& exchange, const Error& error) const {
    const Dialect* dialect = claimed_by(exchange.request);
    if (dialect == nullptr || dialect == claimed_by_root(dialects_, exchange.request)) {
        if (const Dialect* of_form = claimed_by_form(dialects_, exchange.request)) dialect = of_form;
    }
    if (dialect != nullptr) {
        exchange.facts.dialect = dialect->name();
        dialect->refuse(exchange, error);
    } else {
        write_unclaimed_failure(exchange, error);
    }
}

std::vector<ActionStatus> Dispatcher::actions() const {
    std::vector<ActionStatus> all;
    for (const auto& dialect : dialects_) {
        std::vector<ActionStatus> own = dialect->actions();
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

}  // namespace tandem::api
