// Huawei Cloud KMS: from a request to its operation and back.

#include "tandem/api/interfere.hpp"
#include "tandem/api/json_reader.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/api/move_on.hpp"
#include "tandem/api/named_keys.hpp"
#include "tandem/api/rate.hpp"
#include "tandem/api/request_id.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/access_policy.hpp"
#include "tandem/vendors/vendors.hpp"

#include "granted_access.hpp"
#include "huawei/auth/authentication.hpp"
#include "huawei/wire/errors.hpp"
#include "huawei/wire/field_policy.hpp"
#include "huawei/wire/regions.hpp"
#include "huawei/wire/routes.hpp"
#include "huawei/wire/unraised_codes.hpp"
#include "operation.hpp"

#include <array>

namespace tandem::api {

namespace huawei {

namespace {

namespace json = boost::json;

constexpr Claim kHuaweiClaims[] = {
    {Claim::Kind::path_exact, {}, "/"},      {Claim::Kind::path_prefix, {}, "/v1.0"},
    {Claim::Kind::path_prefix, {}, "/v2/"},  {Claim::Kind::path_prefix, {}, "/v3"},
    {Claim::Kind::path_prefix, {}, "/v3.0"}, {Claim::Kind::path_prefix, {}, "/v5"},
};

// A message number of up to 36 characters (the vendor's OpenAPI description), if there is one; it is not used.
Result<void> check_sequence(const json::object& body) {
    const json::value* sequence = body.if_contains("sequence");
    if (sequence == nullptr || sequence->is_null()) return {};
    const json::string* text = sequence->if_string();
    if (text == nullptr || code_points({text->data(), text->size()}) > kUuidLength) {
        return fail(ErrorCode::sequence_invalid, "sequence");
    }
    return {};
}

// The body of a POST, PUT or DELETE; none, and whatever a GET carries, is an object without members.
Result<json::value> read_body(const WireRequest& request, Arena& arena) {
    if (request.body.empty() || request.method == "GET") return json::value(json::object_kind, &arena);
    TANDEM_TRY(json::value body, read_json(request.body, arena));
    if (!body.is_object()) return fail(ErrorCode::request_malformed, {}, "not an object");
    return body;
}

Result<Fields> read_huawei_fields(const Operation& operation, const json::object& body, const WireRequest& request,
                                  Arena& arena) {
    const auto from_query = [&]() -> Result<Fields> {
        ParameterList query;
        TANDEM_CHECK(read_urlencoded(request.query, arena, query));
        return Fields::from_parameters(query, operation.fields, {}, kFieldPolicy, arena);
    };
    return operation.method == "GET" ? from_query() : Fields::from_json(body, operation.fields, kFieldPolicy, arena);
}

std::vector<VendorRate> huawei_rates() {
    std::vector<VendorRate> rates;
    for (const Operation& operation : operations()) rates.push_back({operation.name, kOperationsPerSecond});
    return rates;
}

class Huawei final : public Dialect {
  public:
    explicit Huawei(const Settings& settings)
        : settings_(settings), routes_(operations()), rates_(settings, kName, huawei_rates()) {}

    [[nodiscard]] std::string_view name() const noexcept override { return kName; }
    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kHuaweiClaims; }
    [[nodiscard]] std::vector<ActionStatus> actions() const override {
        std::vector<ActionStatus> rows;
        for (const Operation& operation : operations()) {
            rows.push_back({kName, operation.name, operation.emulated(), operation.remark, describe_fields(operation)});
        }
        return rows;
    }
    [[nodiscard]] std::vector<FieldStatus> common_fields() const override { return describe_common_fields(); }
    [[nodiscard]] std::span<const UnraisedCode> unraised_codes() const noexcept override { return kUnraisedCodes; }

    Disposition handle(service::Services& services, Exchange& exchange) const override {
        begin(exchange);
        const auto route = routes_.find(exchange.request);
        const Operation* operation = route ? &operations()[route->operation] : nullptr;
        const Result<void> outcome =
            route ? run(services, exchange, *route) : fail(ErrorCode::action_unknown, exchange.request.path);
        if (outcome.has_error()) {
            if (move_on(exchange, outcome.error().code)) return Disposition::needs_worker;
            write_error(exchange, outcome.error(), operation, settings_.development);
        }
        finish(exchange, operation);
        return Disposition::answered;
    }

    void refuse(Exchange& exchange, const Error& error) const override {
        begin(exchange);
        const auto route = routes_.find(exchange.request);
        const Operation* operation = route ? &operations()[route->operation] : nullptr;
        if (operation != nullptr) exchange.facts.action = operation->name;
        exchange.reply.headers.clear();
        write_error(exchange, error, operation, settings_.development);
        finish(exchange, operation);
    }

  private:
    static void begin(Exchange& exchange) {
        exchange.facts.dialect = kName;
        assign_request_id(exchange.facts, RequestIdForm::hex);
    }

    // SDKs show these in their error texts (sections 1 and 3.2).
    static void finish(Exchange& exchange, const Operation* operation) {
        const std::string_view id = exchange.facts.request_id();
        exchange.reply.headers.push_back({"X-Request-Id", std::string{id}});
        if (operation != nullptr && operation->family == Family::iam) {
            exchange.reply.headers.push_back({"X-IAM-Trace-Id", std::string{id}});
        }
    }

    // In the order of section 5.3: caller, project, rate, body, fields; the rest is the handler's.
    Result<void> run(service::Services& services, Exchange& exchange, const Route& route) const {
        Arena arena;
        const Operation& operation = operations()[route.operation];
        exchange.facts.action = operation.name;
        if (operation.open_handler != nullptr) {
            OpenCall call{services, settings_, arena, exchange};
            TANDEM_CHECK(operation.open_handler(call));
            exchange.reply.status = operation.success_status;
            return {};
        }
        TANDEM_TRY(Caller caller, authenticate(services, settings_, exchange, arena));
        exchange.facts.tenant = caller.tenant->facts.id;
        exchange.facts.has_tenant = true;
        if (operation.family == Family::kms) {
            TANDEM_TRY(caller.project,
                       find_project(caller, route.parameter("project_id"), settings_, exchange.request, arena));
        }
        if (!rates_.admit(*caller.tenant, route.operation, exchange)) return fail(ErrorCode::throttled);
        TANDEM_CHECK(interfere(exchange, caller.credential, operation.fields));
        service::AccessPolicy policy{
            operation.family == Family::kms ? caller.rules() : std::span<const store::AccessRule>{}, *caller.tenant,
            kName, operation.name, exchange.interference.get()};
        if (policy.limits()) TANDEM_CHECK(policy.check_operation());
        if (exchange.place < operation.place) return fail(ErrorCode::needs_worker);
        caller.region = region_of(caller, settings_);
        TANDEM_TRY(const store::Tenant* space,
                   open_region(services, *caller.tenant, key_space_of(caller, settings_), settings_, exchange.place));
        return call_handler(services, exchange, route, caller, *space, policy, arena);
    }

    Result<void> call_handler(service::Services& services, Exchange& exchange, const Route& route, const Caller& caller,
                              const store::Tenant& space, service::AccessPolicy& policy, Arena& arena) const {
        const Operation& operation = operations()[route.operation];
        TANDEM_TRY(const json::value body, read_body(exchange.request, arena));
        const json::object& members = body.get_object();
        TANDEM_TRY(const Fields fields, read_huawei_fields(operation, members, exchange.request, arena));
        TANDEM_CHECK(describe_and_check(fields, exchange.facts, settings_.development));
        TANDEM_CHECK(check_sequence(members));
        if (operation.handler == nullptr) return fail(ErrorCode::action_not_emulated, operation.name);
        if (policy.limits()) {
            const bool in_path = !route.parameter("key_id").empty();
            TANDEM_CHECK(policy.check_request(in_path || names_a_key(operation.name, operation.fields, fields)));
        }
        OperationCall call{service::Call{services, space, exchange.place, policy.observer(), nullptr, exchange.stop},
                           settings_,
                           caller,
                           members,
                           fields,
                           arena,
                           exchange,
                           std::span{route.parameters}.first(route.parameter_count)};
        TANDEM_CHECK(with_grant(call, operation, operation.handler));
        if (policy.limits()) TANDEM_CHECK(policy.check_outcome());
        exchange.reply.status = operation.success_status;
        return {};
    }

    Settings settings_;
    RouteTable routes_;
    RateTable rates_;
};

}  // namespace

}  // namespace huawei

std::unique_ptr<Dialect> make_huawei(const Settings& settings) { return std::make_unique<huawei::Huawei>(settings); }

}  // namespace tandem::api
