// Tencent Cloud's legacy KMS API of 2017 (API 2.0 style).

#include "tandem/api/field_status.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/api/interfere.hpp"
#include "tandem/api/move_on.hpp"
#include "tandem/api/named_keys.hpp"
#include "tandem/api/rate.hpp"
#include "tandem/api/request_id.hpp"
#include "tandem/service/access_policy.hpp"
#include "tandem/vendors/vendors.hpp"

#include "action_table.hpp"
#include "tencent/v2017/auth/authentication.hpp"
#include "tencent/v2017/wire/regions.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>

namespace tandem::api {

namespace tencent::v2017 {

namespace {

constexpr std::string_view kTencent2017Name = "tencent-2017";
constexpr std::string_view kPath = "/v2/index.php";

// A Version means API 3.0 (2017 API, section 3).
constexpr std::array kTencent2017Claims{
    Claim{.kind = Claim::Kind::path_exact, .name = {}, .value = kPath},
    Claim{.kind = Claim::Kind::parameter_present, .name = kAction, .value = {}, .unless_parameter = "Version"},
};

// ---- rates ----

constexpr std::uint32_t kDataRate = 300;
constexpr std::uint32_t kControlRate = 100;

std::vector<VendorRate> tencent_2017_rates() {
    std::vector<VendorRate> rates;
    for (const ActionRow& row : action_table()) {
        rates.push_back({row.name, row.plane == Plane::data ? kDataRate : kControlRate});
    }
    return rates;
}

constexpr ErrorCode over_rate(Plane plane) noexcept {
    return plane == Plane::data ? ErrorCode::throttled : ErrorCode::throttled_control;
}

// ---- reading a request: section 8.4, steps 1 to 3 ----

Result<void> refuse_duplicates(const ParameterList& parameters) {
    boost::container::small_vector<std::string_view, 24> names;
    for (const Parameter& parameter : parameters) names.push_back(parameter.name);
    std::ranges::sort(names);
    const auto twice = std::ranges::adjacent_find(names);
    if (twice != names.end()) return fail(ErrorCode::parameter_duplicate, *twice);
    return {};
}

Result<void> read_form(const WireRequest& request, Arena& arena, ParameterList& parameters) {
    if (request.method != "GET" && request.method != "POST") return fail(ErrorCode::method_not_supported);
    TANDEM_CHECK(read_parameters(request, arena, parameters));
    return refuse_duplicates(parameters);
}

Result<std::size_t> read_action(const ParameterList& parameters) {
    const std::string_view name = parameters.value(kAction);
    if (name.empty()) return fail(ErrorCode::action_missing, kAction);
    const auto action = find_action(name);
    if (!action) return fail(ErrorCode::action_unknown, name);
    return *action;
}

Result<Fields> read_tencent_2017_fields(const ParameterList& parameters, const ActionRow& row, Arena& arena) {
    const FieldPolicy policy{.refuse_unknown = false,
                             .numbers_as_text = true,
                             .empty_is_absent = row.empty_is_absent,
                             .fold_first_letter = true};
    return Fields::from_parameters(parameters, row.fields, {}, policy, arena);
}

// KeyId where this API says keyId: the names of an older page (2017 API, section 9).
bool uses_older_names(const ParameterList& parameters, const ActionRow& row) {
    const auto is_older_form = [](std::string_view name, std::string_view rule) {
        return !name.empty() && name.front() == rule.front() - 'a' + 'A' && name.substr(1) == rule.substr(1);
    };
    return std::ranges::any_of(parameters, [&](const Parameter& parameter) {
        return std::ranges::any_of(row.fields,
                                   [&](const FieldRule& rule) { return is_older_form(parameter.name, rule.name); });
    });
}

// ---- the dialect ----

class Tencent2017 final : public Dialect {
  public:
    explicit Tencent2017(const Settings& settings)
        : settings_(settings), rates_(settings, kTencent2017Name, tencent_2017_rates()) {}

    [[nodiscard]] std::string_view name() const noexcept override { return kTencent2017Name; }
    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kTencent2017Claims; }

    [[nodiscard]] std::vector<ActionStatus> actions() const override {
        std::vector<ActionStatus> all;
        for (const ActionRow& row : action_table())
            all.push_back({kTencent2017Name, row.name, true, row.remark, describe_rules(row.fields)});
        return all;
    }

    Disposition handle(service::Services& services, Exchange& exchange) const override {
        assign_request_id(exchange.facts, RequestIdForm::digits);
        const Result<void> answered = answer(services, exchange);
        if (answered.has_value()) return Disposition::answered;
        if (move_on(exchange, answered.error().code)) return Disposition::needs_worker;
        write_error(exchange, answered.error());
        return Disposition::answered;
    }

    void refuse(Exchange& exchange, const Error& error) const override {
        assign_request_id(exchange.facts, RequestIdForm::digits);
        const auto action = find_action(exchange.facts.action);
        const bool of_action = action && error.code == ErrorCode::throttled;
        write_error(exchange, of_action ? fail(over_rate(action_table()[*action].plane)) : error);
    }

  private:
    Result<void> answer(service::Services& services, Exchange& exchange) const {
        Arena arena;
        ParameterList parameters;
        TANDEM_CHECK(read_form(exchange.request, arena, parameters));
        TANDEM_TRY(const std::size_t action, read_action(parameters));
        const ActionRow& row = action_table()[action];
        exchange.facts.action = row.name;

        TANDEM_TRY(const store::Credential* credential, authenticate(services, settings_, parameters, exchange));
        const store::Tenant& tenant = *credential->tenant;
        exchange.facts.tenant = tenant.facts.id;
        exchange.facts.has_tenant = true;
        if (!rates_.admit(tenant, action, exchange)) return fail(over_rate(row.plane));
        TANDEM_CHECK(interfere(exchange, credential, row.fields, over_rate(row.plane)));
        service::AccessPolicy policy{credential->facts.allow, tenant, kTencent2017Name, row.name,
                                     exchange.interference.get()};
        if (policy.limits()) TANDEM_CHECK(policy.check_operation());

        TANDEM_TRY(const Fields fields, read_tencent_2017_fields(parameters, row, arena));
        TANDEM_CHECK(describe_and_check(fields, exchange.facts, settings_.development));
        if (policy.limits()) TANDEM_CHECK(policy.check_request(names_a_key(row.name, row.fields, fields)));
        TANDEM_TRY(const store::Tenant* space,
                   open_region(services, tenant, exchange.request, parameters, settings_, exchange.place));
        const service::Call call{services, *space, exchange.place, policy.observer(), nullptr, exchange.stop};
        TANDEM_CHECK(row.handle({call, fields, arena, exchange, uses_older_names(parameters, row)}));
        return policy.limits() ? policy.check_outcome() : Result<void>{};
    }

    Settings settings_;
    RateTable rates_;
};

}  // namespace

}  // namespace tencent::v2017

std::unique_ptr<Dialect> make_tencent_2017(const Settings& settings) {
    return std::make_unique<tencent::v2017::Tencent2017>(settings);
}

}  // namespace tandem::api
