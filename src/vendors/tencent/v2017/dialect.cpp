// Tencent Cloud's legacy KMS API of 2017 (API 2.0 style): what it adds to the pipeline (api/pipeline.hpp).

#include "tandem/api/field_status.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/api/key_space.hpp"
#include "tandem/api/request_id.hpp"
#include "tandem/vendors/vendors.hpp"

#include "tencent/v2017/auth/authentication.hpp"
#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/regions.hpp"
#include "tencent/v2017/wire/reply.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace tandem::api::tencent::v2017 {

namespace {

// A Version means API 3.0 (2017 API, section 3).
constexpr std::array kTencent2017Claims{
    Claim{.kind = Claim::Kind::path_exact, .name = {}, .value = "/v2/index.php"},
    Claim{.kind = Claim::Kind::parameter_present, .name = kAction, .value = {}, .unless_parameter = "Version"},
};

constexpr std::uint32_t kDataRate = 300;
constexpr std::uint32_t kControlRate = 100;

Result<void> refuse_duplicates(const ParameterList& parameters) {
    boost::container::small_vector<std::string_view, 24> names;
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) return fail(ErrorCode::parameter_duplicate, *twice);
    return {};
}

// KeyId where this API says keyId: the names of an older page (2017 API, section 9).
bool uses_older_names(const ParameterList& parameters, const Operation& operation) {
    const auto is_older_form = [](std::string_view name, std::string_view rule) {
        return !name.empty() && name.front() == rule.front() - 'a' + 'A' && name.substr(1) == rule.substr(1);
    };
    return std::ranges::any_of(parameters, [&](const Parameter& parameter) {
        return std::ranges::any_of(operation.fields,
                                   [&](const FieldRule& rule) { return is_older_form(parameter.name, rule.name); });
    });
}

// The checks in the order of section 8.4.
class Vendor {
  public:
    using Request = v2017::Request;
    using Operation = v2017::Operation;
    using Settings = AllSettings;
    static constexpr std::string_view kName = "tencent-2017";

    explicit Vendor(AllSettings settings) : settings_(std::move(settings)) {}

    [[nodiscard]] std::span<const Operation* const> operations() const noexcept { return v2017::operations(); }
    [[nodiscard]] const AllSettings& settings() const noexcept { return settings_; }
    [[nodiscard]] const KeyRules& key_rules() const noexcept {
        static constexpr KeyRules kKeyRules{.find_grantor = nullptr, .check_visible = check_visible};
        return kKeyRules;
    }
    [[nodiscard]] std::vector<FieldStatus> describe_fields(const Operation& operation) const {
        return describe_rules(operation.fields);
    }
    [[nodiscard]] std::uint32_t per_second(const Operation& operation) const noexcept {
        return operation.details.plane == Plane::data ? kDataRate : kControlRate;
    }
    [[nodiscard]] Error over_rate(const Operation& operation) const {
        return fail(operation.details.plane == Plane::data ? ErrorCode::throttled : ErrorCode::throttled_control);
    }

    void begin(Exchange& exchange) const { assign_request_id(exchange.facts, RequestIdForm::digits); }

    Result<void> read_frame(Request& request) const {
        const WireRequest& wire = request.exchange.request;
        if (wire.method != "GET" && wire.method != "POST") return fail(ErrorCode::method_not_supported);
        TANDEM_CHECK(read_parameters(wire, request.arena, request.parameters));
        TANDEM_CHECK(refuse_duplicates(request.parameters));
        const std::string_view name = request.parameters.value(kAction);
        if (name.empty()) return fail(ErrorCode::action_missing, kAction);
        if (!find_operation(request, operations(), name)) return fail(ErrorCode::action_unknown, name);
        return {};
    }

    [[nodiscard]] bool needs_caller(const Operation&) const noexcept { return true; }
    Result<Place> find_caller(Request& request) const {
        TANDEM_TRY(request.caller.credential,
                   authenticate(request.services, settings_, request.parameters, request.exchange));
        request.caller.tenant = request.caller.credential->tenant.get();
        return Place::io_thread;
    }
    void mark_caller(Request& request) const { mark_credential(request); }
    bool renew_caller(Request& request) const noexcept { return renew_credential(request); }
    [[nodiscard]] Result<void> check_operation(const Request&) const { return {}; }
    [[nodiscard]] service::CallerRules rules(const Request& request) const noexcept {
        return {request.caller.credential->facts.allow, request.caller.tenant->facts.id, kName,
                request.operation->name};
    }

    Result<void> read_fields(Request& request) const {
        const Operation& operation = *request.operation;
        const FieldPolicy policy{.refuse_unknown = false,
                                 .numbers_as_text = true,
                                 .empty_is_absent = operation.details.empty_is_absent,
                                 .fold_first_letter = true};
        TANDEM_TRY(request.fields,
                   Fields::from_parameters(request.parameters, operation.fields, {}, policy, request.arena));
        request.older_names = uses_older_names(request.parameters, operation);
        return {};
    }
    [[nodiscard]] Result<void> check_fields(const Request&) const { return {}; }

    Result<void> find_space(Request& request) const {
        return use_region(request, *request.caller.tenant,
                          region_of(request.exchange.request, request.parameters, settings_));
    }
    Result<void> run(Request& request) const { return request.operation->steps.run(request); }
    void write_error(Exchange& exchange, const Error& error, const Operation*) const {
        v2017::write_error(exchange, error);
    }
    void finish(Exchange&, const Operation*) const noexcept {}

  private:
    static Result<void> check_visible(const store::Key& key) {
        if (!is_visible(store::class_of(key))) return fail(ErrorCode::key_not_found);
        return {};
    }

    const AllSettings settings_;
};

class Tencent2017 final : public Pipeline<Vendor> {
  public:
    using Pipeline::Pipeline;

    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kTencent2017Claims; }

    void refuse(Exchange& exchange, const Error& error) const override {
        vendor().begin(exchange);
        const auto all = operations();
        const auto found = std::ranges::find(all, exchange.facts.action, &Operation::name);
        const bool is_over_rate = found != all.end() && error.code == ErrorCode::throttled;
        write_error(exchange, is_over_rate ? vendor().over_rate(**found) : error);
    }
};

}  // namespace

}  // namespace tandem::api::tencent::v2017

namespace tandem::api {

std::unique_ptr<Dialect> make_tencent_2017(const Settings& settings, const tencent::Settings& own) {
    return std::make_unique<tencent::v2017::Tencent2017>(tencent::AllSettings{settings, own});
}

}  // namespace tandem::api
