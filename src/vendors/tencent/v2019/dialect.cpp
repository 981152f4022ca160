// Tencent Cloud API 3.0, KMS version 2019-01-18: what it adds to the pipeline (api/pipeline.hpp).

#include "tandem/api/field_status.hpp"
#include "tandem/vendors/vendors.hpp"

#include "tencent/v2019/auth/authentication.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/wire/errors.hpp"
#include "tencent/v2019/wire/regions.hpp"
#include "tencent/v2019/wire/reply_frame.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::array<Claim, 3> kTencent2019Claims = {{
    {Claim::Kind::header, "X-TC-Action", {}},
    {Claim::Kind::header_prefix, "Authorization", kSignatureV3Algorithm},
    {Claim::Kind::parameter_present, "Version", {}},
}};

constexpr ErrorOverride kMultipartErrors[] = {
    instead(ErrorCode::request_malformed, "InvalidRequest", "The multipart body cannot be parsed."),
};

const Operation* find(std::string_view name, std::size_t& index) noexcept {
    const auto all = operations();
    const auto row = std::ranges::lower_bound(all, name, {}, &Operation::name);
    if (row == all.end() || (*row)->name != name) return nullptr;
    index = static_cast<std::size_t>(row - all.begin());
    return *row;
}

// The checks in the order of section 5.1.
class Vendor {
  public:
    using Request = v2019::Request;
    using Operation = v2019::Operation;
    using Settings = AllSettings;
    static constexpr std::string_view kName = "tencent-2019";

    explicit Vendor(AllSettings settings) : settings_(std::move(settings)), authenticator_(settings_) {}
    Vendor(const Vendor&) = delete;
    Vendor& operator=(const Vendor&) = delete;

    [[nodiscard]] std::span<const Operation* const> operations() const noexcept { return v2019::operations(); }
    [[nodiscard]] const AllSettings& settings() const noexcept { return settings_; }
    [[nodiscard]] const KeyRules& key_rules() const noexcept {
        static constexpr KeyRules kKeyRules{.find_grantor = nullptr, .check_visible = check_visible};
        return kKeyRules;
    }
    [[nodiscard]] std::vector<FieldStatus> describe_fields(const Operation& operation) const {
        return describe_rules(operation.fields);
    }
    [[nodiscard]] std::uint32_t per_second(const Operation& operation) const noexcept {
        return operation.details.per_second;
    }
    [[nodiscard]] Error over_rate(const Operation& operation) const {
        return fail(ErrorCode::throttled, operation.name);
    }

    void begin(Exchange& exchange) const { start_reply(exchange); }

    // The operation before the caller is known, so that logs name the action of a refused request.
    Result<void> read_frame(Request& request) const {
        TANDEM_TRY(request.frame, read_request_frame(request.exchange.request, request.arena));
        request.operation = find(request.frame.action, request.operation_index);
        return {};
    }

    [[nodiscard]] bool needs_caller(const Operation&) const noexcept { return true; }
    Result<Place> find_caller(Request& request) const {
        TANDEM_TRY(request.caller.credential,
                   authenticator_.authenticate(request.services, request.exchange, request.frame));
        request.caller.tenant = request.caller.credential->tenant.get();
        return Place::io_thread;
    }
    void mark_caller(Request& request) const { mark_credential(request); }
    bool renew_caller(Request& request) const noexcept { return renew_credential(request); }

    Result<void> check_operation(const Request& request) const {
        const RequestFrame& frame = request.frame;
        if (!is_version(frame.version)) return fail(ErrorCode::version_unknown, frame.version);
        if (request.operation == nullptr || request.operation->details.version != frame.version)
            return fail(ErrorCode::action_unknown, frame.action);
        return {};
    }
    [[nodiscard]] service::CallerRules rules(const Request& request) const noexcept {
        return {request.caller.credential->facts.allow, request.caller.tenant->facts.id, kName,
                request.operation->name};
    }

    Result<void> read_fields(Request& request) const {
        const RequestFrame& frame = request.frame;
        const auto rules = request.operation->fields;
        const FieldPolicy policy{.refuse_unknown = settings_.v2019_strict_fields};
        if (frame.document) {
            TANDEM_TRY(request.fields, Fields::from_json(frame.document->get_object(), rules, policy, request.arena));
            return {};
        }
        const bool common_among_them = frame.signature == SignatureVersion::v1;
        const std::span<const std::string_view> common = common_among_them
                                                             ? std::span<const std::string_view>{kCommonParameters}
                                                             : std::span<const std::string_view>{};
        TANDEM_TRY(request.fields, Fields::from_parameters(frame.parameters, rules, common, policy, request.arena));
        return {};
    }
    [[nodiscard]] Result<void> check_fields(const Request&) const { return {}; }

    Result<void> find_space(Request& request) const { return find_known_region(request); }

    Result<void> run(Request& request) const {
        begin_response(request.out);
        TANDEM_CHECK(request.operation->steps.run(request));
        end_response(request.out, request.exchange.facts);
        return {};
    }
    // A multipart body's form has its own code, as long as no operation has a say.
    void write_error(Exchange& exchange, const Error& error, const Operation* operation) const {
        std::span<const ErrorOverride> errors;
        if (operation != nullptr) {
            errors = operation->errors;
        } else if (is_multipart(exchange.request)) {
            errors = kMultipartErrors;
        }
        v2019::write_error(exchange, error, errors, settings_.development);
    }
    void finish(Exchange&, const Operation*) const noexcept {}

  private:
    static Result<void> check_visible(const store::Key& key) {
        if (is_visible(key)) return {};
        return fail(ErrorCode::key_not_found, {}, "the key is of a spec that this API has no words for");
    }

    const AllSettings settings_;
    const Authenticator authenticator_;
};

class Tencent2019 final : public Pipeline<Vendor> {
  public:
    using Pipeline::Pipeline;

    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return kTencent2019Claims; }
    [[nodiscard]] std::vector<FieldStatus> common_fields() const override { return describe_common_parameters(); }

    void refuse(Exchange& exchange, const Error& error) const override {
        vendor().begin(exchange);
        std::size_t index = 0;
        const Operation* operation = find(exchange.facts.action, index);
        v2019::write_error(exchange, error, operation != nullptr ? operation->errors : std::span<const ErrorOverride>{},
                           vendor().settings().development);
    }
};

}  // namespace
}  // namespace tandem::api::tencent::v2019

namespace tandem::api {

std::unique_ptr<Dialect> make_tencent_2019(const Settings& settings, const tencent::Settings& own) {
    return std::make_unique<tencent::v2019::Tencent2019>(tencent::AllSettings{settings, own});
}

}  // namespace tandem::api
