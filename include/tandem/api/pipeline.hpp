#pragma once
// The way of every request, whichever cloud's it is (docs/architecture.md):
//
//   frame -> caller -> operation known -> rate -> gate -> fields -> key space -> values -> keys -> place -> handler
//
// A vendor gives what differs, as a class with these members, all of them const and thread-safe. An error ends the
// request, and is told for `request.operation`.
//
// - Request, derived from VendorRequest and movable; Operation;
//   Settings, derived from api::Settings;
//   kName, the dialect's name.
// - operations(): a span of pointers, in an order that does not change. settings(), key_rules().
// - describe_fields(operation), for the compatibility page; per_second(operation), the vendor's rate, and
//   over_rate(operation), the error over it.
// - begin(exchange): request id, and what every answer has.
// - read_frame(request): what surrounds the fields; sets operation and operation_index, if there is one.
// - needs_caller(operation): else only its run() is asked.
// - find_caller(request): fills request.caller. Returns where it can be asked: a later place, and it is asked there.
// - mark_caller(request) before a move; renew_caller(request) after it: whether the caller is who it was.
// - check_operation(request): what has to be right of operation and caller before the rate is paid.
// - rules(request): the caller's. read_fields(request), check_fields(request).
// - find_space(request): fills request.space (use_region() of api/key_space.hpp).
// - run(request): operation->steps.run within the vendor's envelope of a success.
// - write_error(exchange, error, operation), finish(exchange, operation): the operation may be null.

#include "tandem/api/caller.hpp"
#include "tandem/api/continuation.hpp"
#include "tandem/api/dialect.hpp"
#include "tandem/api/interfere.hpp"
#include "tandem/api/operation.hpp"
#include "tandem/api/rate.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace tandem::api {

// Request as the pipeline keeps it, the base of each vendor's own.
template <class CallerOf, class OperationOf, class SettingsOf>
class VendorRequest : public Request {
  public:
    VendorRequest(service::Services& services_, Exchange& exchange_, const SettingsOf& settings_,
                  const KeyRules& key_rules)
        : Request(services_, exchange_, settings_, key_rules), settings(settings_) {}

    const SettingsOf& settings;  // the request's own, with what is this vendor's alone
    CallerOf caller{};           // a Caller at least
    CallerMark caller_mark{};
    const OperationOf* operation = nullptr;
    std::size_t operation_index = 0;  // in the vendor's operations()
};

// Puts the operation of that name into the request. False: there is none.
template <class RequestOf, class OperationOf>
bool find_operation(RequestOf& request, std::span<const OperationOf* const> operations, std::string_view name) {
    const auto found = std::ranges::find(operations, name, &OperationOf::name);
    if (found == operations.end()) return false;
    request.operation = *found;
    request.operation_index = static_cast<std::size_t>(found - operations.begin());
    return true;
}

// mark_caller() and renew_caller() of a vendor whose callers are credentials. False: the credential is gone or changed.
template <class RequestOf>
void mark_credential(RequestOf& request) {
    request.caller_mark = mark_of(*request.caller.credential, request.arena);
}
template <class RequestOf>
bool renew_credential(RequestOf& request) noexcept {
    const store::Credential* now = find_again(request.services.store, request.caller_mark);
    if (now == nullptr) return false;
    request.caller = {now->tenant.get(), now};
    return true;
}

// Immutable but for the rates' counters; any number of threads handle requests at once.
template <class Vendor>
class Pipeline : public Dialect {
  public:
    using RequestOf = typename Vendor::Request;
    using OperationOf = typename Vendor::Operation;

    explicit Pipeline(typename Vendor::Settings settings)
        : vendor_(std::move(settings)), rates_(vendor_.settings(), Vendor::kName, rates_of(vendor_)) {}

    [[nodiscard]] std::string_view name() const noexcept override { return Vendor::kName; }

    [[nodiscard]] std::vector<ActionStatus> actions() const override {
        std::vector<ActionStatus> rows;
        for (const OperationOf* one : vendor_.operations())
            rows.push_back({Vendor::kName, one->name, one->is_emulated(), one->remark, vendor_.describe_fields(*one)});
        return rows;
    }

    // Starts a request, or goes on with one that moved here. Never throws for a client's mistake: it becomes an answer.
    Disposition handle(service::Services& services, Exchange& exchange) const override {
        vendor_.begin(exchange);
        if (const auto parked = std::exchange(exchange.continuation, nullptr)) {
            RequestOf& request = static_cast<Parked&>(*parked).request;
            // A caller that is another now is asked for its signature again; admission and faults stay what they were.
            if (vendor_.renew_caller(request)) return conclude(request, go_on(request));
        }
        RequestOf request{services, exchange, vendor_.settings(), vendor_.key_rules()};
        return conclude(request, start(request));
    }

  protected:
    [[nodiscard]] const Vendor& vendor() const noexcept { return vendor_; }

  private:
    // A request on its way to another thread, with its arena.
    struct Parked final : Continuation {
        Parked(const Dialect& dialect, RequestOf&& moved) : Continuation(dialect), request(std::move(moved)) {}
        [[nodiscard]] std::size_t bytes() const noexcept override { return sizeof(Parked) + request.arena.capacity(); }
        RequestOf request;
    };

    static std::vector<VendorRate> rates_of(const Vendor& vendor) {
        std::vector<VendorRate> rates;
        for (const OperationOf* one : vendor.operations()) rates.push_back({one->name, vendor.per_second(*one)});
        return rates;
    }

    // The caller of handle() hands the exchange to a thread of that place and calls handle() there.
    static Disposition move_to(Exchange& exchange, Place place) noexcept {
        exchange.place = place;
        return Disposition::moves;
    }

    // Writes the error, if it is one, and what every answer of the vendor ends with. A move leaves the reply empty.
    Disposition conclude(RequestOf& request, const Result<Disposition>& outcome) const {
        Exchange& exchange = request.exchange;
        if (outcome.has_value() && *outcome == Disposition::moves) {
            exchange.reply.clear();
            return Disposition::moves;
        }
        if (outcome.has_error()) vendor_.write_error(exchange, outcome.error(), request.operation);
        vendor_.finish(exchange, request.operation);
        return Disposition::answered;
    }

    // The way from the frame on. A caller who can be asked only in a later place is asked there, from the frame on
    // again.
    Result<Disposition> start(RequestOf& request) const {
        Exchange& exchange = request.exchange;
        TANDEM_CHECK(vendor_.read_frame(request));
        if (request.operation != nullptr) {
            exchange.facts.action = request.operation->name;
            if (!vendor_.needs_caller(*request.operation)) return use_place(request);
        }
        TANDEM_TRY(const Place place, vendor_.find_caller(request));
        if (place > exchange.place) return move_to(exchange, place);
        exchange.facts.tenant = request.caller.tenant->facts.id;
        exchange.facts.has_tenant = true;
        TANDEM_CHECK(vendor_.check_operation(request));
        TANDEM_CHECK(admit(request));
        TANDEM_CHECK(read_fields(request));
        return use_space(request);
    }

    // Rate, faults and rules: what speaks of the operation alone.
    Result<void> admit(RequestOf& request) const {
        const OperationOf& operation = *request.operation;
        if (!rates_.admit(request.caller.tenant->serial, request.operation_index, request.exchange))
            return vendor_.over_rate(operation);
        if (request.exchange.interference != nullptr)
            TANDEM_CHECK(interfere(request.exchange, request.caller.credential, !operation.keys.empty(),
                                   vendor_.over_rate(operation).code));
        request.rules = vendor_.rules(request);
        return request.rules.check_operation();
    }

    // Fields and their limits; an operation that is not emulated fails only after them.
    Result<void> read_fields(RequestOf& request) const {
        const OperationOf& operation = *request.operation;
        TANDEM_CHECK(vendor_.read_fields(request));
        TANDEM_CHECK(describe_and_check(request.fields, request.exchange.facts, vendor_.settings().development));
        TANDEM_CHECK(vendor_.check_fields(request));
        if (!operation.is_emulated()) return fail(ErrorCode::action_not_emulated, operation.name);
        if (request.rules.demands_a_key() && !names_a_key(request)) return request.rules.names_none();
        return {};
    }

    // Whether the client gave a field of a key, found or not.
    static bool names_a_key(const RequestOf& request) {
        return std::ranges::any_of(request.operation->keys, [&](const DeclaredKey& key) {
            return !key.of_object && (key.field.starts_with('{') || request.fields.has(key.field));
        });
    }

    Result<Disposition> use_space(RequestOf& request) const {
        TANDEM_CHECK(vendor_.find_space(request));
        if (const auto read = request.operation->steps.read) TANDEM_CHECK(read(request));
        TANDEM_CHECK(use_keys(request));
        return use_place(request);
    }

    // Errors: those of Request::find_keys(), and the rules' where they demand a key and none is named.
    Result<void> use_keys(RequestOf& request) const {
        TANDEM_CHECK(request.find_keys());
        const bool comes_later = std::ranges::any_of(request.operation->keys, &DeclaredKey::late);
        if (request.rules.demands_a_key() && !request.has_found_keys() && !comes_later)
            return request.rules.names_none();
        return {};
    }

    // Runs the request here, or parks it for the place that its operation needs.
    Result<Disposition> use_place(RequestOf& request) const {
        const OperationOf& operation = *request.operation;
        Place place = operation.place;
        if (operation.steps.place != nullptr) place = std::max(place, operation.steps.place(request));
        Exchange& exchange = request.exchange;
        if (place <= exchange.place) return run(request);
        if (vendor_.needs_caller(operation)) {
            vendor_.mark_caller(request);
            exchange.continuation = std::make_shared<Parked>(*this, std::move(request));
        }
        return move_to(exchange, place);
    }

    Result<Disposition> run(RequestOf& request) const {
        TANDEM_CHECK(vendor_.run(request));
        return Disposition::answered;
    }

    // On the worker: the caller is who it was, and all that was read stands. Rules, space, grants and keys are looked
    // at as they are now.
    Result<Disposition> go_on(RequestOf& request) const {
        request.rules = vendor_.rules(request);
        TANDEM_CHECK(request.rules.check_operation());
        TANDEM_CHECK(vendor_.find_space(request));
        TANDEM_CHECK(use_keys(request));
        return run(request);
    }

    const Vendor vendor_;
    const RateTable rates_;
};

}  // namespace tandem::api
