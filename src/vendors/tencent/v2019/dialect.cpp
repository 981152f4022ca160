// The dialect of Tencent Cloud API 3.0, KMS version 2019-01-18.

#include "tandem/api/field_status.hpp"
#include "tandem/api/interfere.hpp"
#include "tandem/api/move_on.hpp"
#include "tandem/api/named_keys.hpp"
#include "tandem/api/rate.hpp"
#include "tandem/service/access_policy.hpp"
#include "tandem/vendors/vendors.hpp"

#include "action.hpp"
#include "tencent/v2019/auth/authentication.hpp"
#include "tencent/v2019/wire/errors.hpp"
#include "tencent/v2019/wire/regions.hpp"
#include "tencent/v2019/wire/reply_frame.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

#include <algorithm>
#include <array>

namespace tandem::api {
namespace tencent::v2019 {
namespace {

constexpr std::string_view kTencent2019Name = "tencent-2019";

constexpr std::array<Claim, 3> kTencent2019Claims = {{
    {Claim::Kind::header, "X-TC-Action", {}},
    {Claim::Kind::header_prefix, "Authorization", kSignatureV3Algorithm},
    {Claim::Kind::parameter_present, "Version", {}},
}};

constexpr ErrorOverride kMultipartErrors[] = {
    instead(ErrorCode::request_malformed, "InvalidRequest", "The multipart body cannot be parsed."),
};

std::vector<VendorRate> tencent_2019_rates() {
    std::vector<VendorRate> rates;
    for (const Action& action : v2019::actions()) rates.push_back({action.name, action.per_second});
    return rates;
}

Result<Fields> read_tencent_2019_fields(const RequestFrame& frame, const Action& action, bool strict, Arena& arena) {
    const FieldPolicy policy{.refuse_unknown = strict};
    if (frame.document) return Fields::from_json(frame.document->get_object(), action.fields, policy, arena);
    const bool common_among_them = frame.signature == SignatureVersion::v1;
    const std::span<const std::string_view> common =
        common_among_them ? std::span<const std::string_view>{kCommonParameters} : std::span<const std::string_view>{};
    return Fields::from_parameters(frame.parameters, action.fields, common, policy, arena);
}

class Tencent2019 final : public Dialect {
  public:
    explicit Tencent2019(const Settings& settings)
        : settings_(settings), rates_(settings_, kTencent2019Name, tencent_2019_rates()), authenticator_(settings_) {}

    [[nodiscard]] std::string_view name() const noexcept override { return kTencent2019Name; }
    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kTencent2019Claims; }

    [[nodiscard]] std::vector<ActionStatus> actions() const override {
        std::vector<ActionStatus> rows;
        for (const Action& action : v2019::actions())
            rows.push_back({kTencent2019Name, action.name, action.handler != nullptr, action.remark,
                            describe_rules(action.fields)});
        return rows;
    }

    [[nodiscard]] std::vector<FieldStatus> common_fields() const override { return describe_common_parameters(); }

    Disposition handle(service::Services& services, Exchange& exchange) const override {
        start_reply(exchange);
        std::span<const ErrorOverride> overrides;
        const Result<void> done = answer(services, exchange, overrides);
        if (done.has_value()) return Disposition::answered;
        if (move_on(exchange, done.error().code)) {
            exchange.reply.clear();
            return Disposition::needs_worker;
        }
        write_error(exchange, done.error(), overrides, settings_.development);
        return Disposition::answered;
    }

    void refuse(Exchange& exchange, const Error& error) const override {
        start_reply(exchange);
        const std::optional<std::size_t> index = find_action(exchange.facts.action);
        write_error(exchange, error, index ? v2019::actions()[*index].errors : std::span<const ErrorOverride>{},
                    settings_.development);
    }

  private:
    // Writes the answer, in the order of checks of section 5.1. `overrides` are those that hold for an error.
    Result<void> answer(service::Services& services, Exchange& exchange,
                        std::span<const ErrorOverride>& overrides) const {
        const WireRequest& request = exchange.request;
        if (is_multipart(request)) overrides = kMultipartErrors;
        Arena arena;
        TANDEM_TRY(const RequestFrame frame, read_request_frame(request, arena));
        // Before the caller is known, so that logs name the action of a refused request.
        const std::optional<std::size_t> index = find_action(frame.action);
        if (index) exchange.facts.action = v2019::actions()[*index].name;
        TANDEM_TRY(const store::Credential* credential, authenticator_.authenticate(services, exchange, frame));
        const store::Tenant& tenant = *credential->tenant;
        exchange.facts.tenant = tenant.facts.id;
        exchange.facts.has_tenant = true;

        if (!is_version(frame.version)) return fail(ErrorCode::version_unknown, frame.version);
        if (!index || v2019::actions()[*index].version != frame.version)
            return fail(ErrorCode::action_unknown, frame.action);
        const Action& action = v2019::actions()[*index];
        overrides = action.errors;
        if (!rates_.admit(tenant, *index, exchange)) return fail(ErrorCode::throttled, action.name);
        TANDEM_CHECK(interfere(exchange, credential, action.fields));
        service::AccessPolicy policy{credential->facts.allow, tenant, kTencent2019Name, action.name,
                                     exchange.interference.get()};
        if (policy.limits()) TANDEM_CHECK(policy.check_operation());

        TANDEM_TRY(const Fields fields,
                   read_tencent_2019_fields(frame, action, settings_.tencent_strict_fields, arena));
        TANDEM_CHECK(describe_and_check(fields, exchange.facts, settings_.development));
        if (action.handler == nullptr) return fail(ErrorCode::action_not_emulated, action.name);
        if (policy.limits()) TANDEM_CHECK(policy.check_request(names_a_key(action.name, action.fields, fields)));
        // Looked for only where regions have keys of their own: it costs a walk through the headers.
        const std::string_view region = settings_.key_spaces == KeySpaces::shared
                                            ? std::string_view{}
                                            : region_of(action, fields, frame, request, settings_);
        TANDEM_TRY(const store::Tenant* space, open_known_region(services, tenant, region, settings_, exchange.place));
        const service::Call call{services, *space, exchange.place, policy.observer(), nullptr, exchange.stop};
        if (action.runs == Runs::worker) TANDEM_CHECK(service::require_worker(call));
        TANDEM_CHECK(run(action, call, fields, arena, exchange, frame));
        return policy.limits() ? policy.check_outcome() : Result<void>{};
    }

    Result<void> run(const Action& action, const service::Call& call, const Fields& fields, Arena& arena,
                     Exchange& exchange, const RequestFrame& frame) const {
        JsonWriter out{exchange.reply.body};
        begin_response(out);
        ActionCall handled{call, settings_, fields, arena, exchange.facts, out, exchange.request, frame};
        TANDEM_CHECK(action.handler(handled));
        end_response(out, exchange.facts);
        return {};
    }

    const Settings settings_;
    const RateTable rates_;
    const Authenticator authenticator_;
};

}  // namespace
}  // namespace tencent::v2019

std::unique_ptr<Dialect> make_tencent_2019(const Settings& settings) {
    return std::make_unique<tencent::v2019::Tencent2019>(settings);
}

}  // namespace tandem::api
