// Huawei Cloud KMS and the IAM calls of its clients: what they add to the pipeline (api/pipeline.hpp).

#include "tandem/api/form_reader.hpp"
#include "tandem/api/json_reader.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/api/request_id.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/vendors/vendors.hpp"

#include "huawei/auth/authentication.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/errors.hpp"
#include "huawei/wire/field_policy.hpp"
#include "huawei/wire/regions.hpp"
#include "huawei/wire/routes.hpp"
#include "huawei/wire/unraised_codes.hpp"

#include <algorithm>

namespace tandem::api::huawei {

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
    if (text == nullptr || code_points({text->data(), text->size()}) > kUuidLength)
        return fail(ErrorCode::sequence_invalid, "sequence");
    return {};
}

// The body of a POST, PUT or DELETE; none, and whatever a GET carries, is an object without members.
Result<json::value> read_body(const WireRequest& request, Arena& arena) {
    if (request.body.empty() || request.method == "GET") return json::value(json::object_kind, &arena);
    TANDEM_TRY(json::value body, read_json(request.body, arena));
    if (!body.is_object()) return fail(ErrorCode::request_malformed, {}, "not an object");
    return body;
}

// The checks in the order of section 5.3: caller, project, rate, body, fields; the rest is the operation's.
class Vendor {
  public:
    using Request = huawei::Request;
    using Operation = huawei::Operation;
    using Settings = AllSettings;
    static constexpr std::string_view kName = huawei::kName;

    explicit Vendor(AllSettings settings) : settings_(std::move(settings)), routes_(huawei::operations()) {}

    [[nodiscard]] std::span<const Operation* const> operations() const noexcept { return huawei::operations(); }
    [[nodiscard]] const AllSettings& settings() const noexcept { return settings_; }
    [[nodiscard]] const KeyRules& key_rules() const noexcept {
        static constexpr KeyRules kKeyRules{.find_grantor = find_grantor, .check_visible = nullptr};
        return kKeyRules;
    }
    [[nodiscard]] std::vector<FieldStatus> describe_fields(const Operation& operation) const {
        return huawei::describe_fields(operation);
    }
    [[nodiscard]] std::uint32_t per_second(const Operation&) const noexcept { return kOperationsPerSecond; }
    [[nodiscard]] Error over_rate(const Operation&) const { return fail(ErrorCode::throttled); }

    void begin(Exchange& exchange) const {
        exchange.facts.dialect = kName;
        assign_request_id(exchange.facts, RequestIdForm::hex);
    }

    Result<void> read_frame(Request& request) const {
        if (routes_.find(request)) return {};
        return fail(ErrorCode::action_unknown, request.exchange.request.path);
    }
    [[nodiscard]] const Operation* find_operation(const WireRequest& request) const {
        return routes_.find_operation(request);
    }

    [[nodiscard]] bool needs_caller(const Operation& operation) const noexcept {
        return operation.details.needs_caller;
    }
    Result<Place> find_caller(Request& request) const {
        TANDEM_TRY(auto caller, authenticate(request.services, settings_, request.exchange, request.arena));
        if (!caller) return Place::calculator;
        request.caller = *caller;
        return Place::io_thread;
    }
    void mark_caller(Request& request) const {
        mark_credential(request);
        request.role_mark = role_of(request.caller);
    }
    // An agency's rules and trust are the role's; a token's own end was checked when the request came.
    bool renew_caller(Request& request) const {
        const store::KeyStore& store = request.services.store;
        const store::Credential* credential = find_again(store, request.caller_mark);
        const store::Tenant* tenant = store.find_tenant(request.role_mark.tenant);
        if (credential == nullptr || tenant == nullptr) return false;
        const Agency* agency = nullptr;
        if (request.role_mark.is_agency) {
            agency = store::Objects<Agency>{*tenant}.find(request.role_mark.agency);
            if (agency == nullptr || agency->revision != request.role_mark.revision) return false;
        }
        request.caller.credential = credential;
        request.caller.tenant = tenant;
        request.caller.agency = agency;
        return check_operation(request).has_value();
    }

    Result<void> check_operation(Request& request) const {
        if (request.operation->details.family != Family::kms) return {};
        TANDEM_TRY(request.caller.project, find_project(request.caller, request.raw_path_parameter("project_id"),
                                                        settings_, request.exchange.request, request.arena));
        return {};
    }
    [[nodiscard]] service::CallerRules rules(const Request& request) const noexcept {
        const bool is_limited = request.operation->details.family == Family::kms;
        return {is_limited ? request.caller.rules() : std::span<const store::AccessRule>{},
                request.caller.tenant->facts.id, kName, request.operation->name};
    }

    Result<void> read_fields(Request& request) const {
        const Operation& operation = *request.operation;
        TANDEM_TRY(request.body, read_body(request.exchange.request, request.arena));
        if (operation.details.method == "GET") {
            ParameterList query;
            TANDEM_CHECK(read_urlencoded(request.exchange.request.query, request.arena, query));
            TANDEM_TRY(request.fields,
                       Fields::from_parameters(query, operation.fields, {}, kFieldPolicy, request.arena));
            return {};
        }
        TANDEM_TRY(request.fields,
                   Fields::from_json(request.body.get_object(), operation.fields, kFieldPolicy, request.arena));
        return {};
    }
    Result<void> check_fields(const Request& request) const { return check_sequence(request.body.get_object()); }

    Result<void> find_space(Request& request) const {
        request.caller.region = region_of(request.caller, settings_);
        return use_region(request, *request.caller.tenant, key_space_of(request.caller, settings_));
    }

    Result<void> run(Request& request) const {
        TANDEM_CHECK(request.operation->steps.run(request));
        request.exchange.reply.status = request.operation->details.success_status;
        return {};
    }
    void write_error(Exchange& exchange, const Error& error, const Operation* operation) const {
        huawei::write_error(exchange, error, operation, settings_.development);
    }
    // SDKs show these in their error texts (sections 1 and 3.2).
    void finish(Exchange& exchange, const Operation* operation) const {
        const std::string_view id = exchange.facts.request_id();
        exchange.reply.headers.push_back({"X-Request-Id", std::string{id}});
        if (operation != nullptr && operation->details.family == Family::iam)
            exchange.reply.headers.push_back({"X-IAM-Trace-Id", std::string{id}});
    }

  private:
    static RoleMark role_of(const Caller& caller) noexcept {
        RoleMark mark{.tenant = caller.tenant->facts.id};
        if (caller.agency == nullptr) return mark;
        mark.agency = caller.agency->id;
        mark.revision = caller.agency->revision;
        mark.is_agency = true;
        return mark;
    }

    const AllSettings settings_;
    const RouteTable routes_;
};

class Huawei final : public Pipeline<Vendor> {
  public:
    using Pipeline::Pipeline;

    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kHuaweiClaims; }
    [[nodiscard]] std::vector<FieldStatus> common_fields() const override { return describe_common_fields(); }
    [[nodiscard]] std::span<const UnraisedCode> unraised_codes() const noexcept override { return kUnraisedCodes; }

    void refuse(Exchange& exchange, const Error& error) const override {
        vendor().begin(exchange);
        const Operation* operation = vendor().find_operation(exchange.request);
        if (operation != nullptr) exchange.facts.action = operation->name;
        exchange.reply.headers.clear();
        vendor().write_error(exchange, error, operation);
        vendor().finish(exchange, operation);
    }
};

}  // namespace

}  // namespace tandem::api::huawei

namespace tandem::api {

std::unique_ptr<Dialect> make_huawei(const Settings& settings, const huawei::Settings& own) {
    return std::make_unique<huawei::Huawei>(huawei::AllSettings{settings, own});
}

}  // namespace tandem::api
