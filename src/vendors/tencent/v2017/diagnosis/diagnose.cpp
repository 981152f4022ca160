// The hypotheses are those of tencent/form_rows.cpp, with the 2017 API's host names and rules.

#include "diagnose.hpp"

#include "tandem/doctor/canonical_reading.hpp"
#include "tandem/doctor/refusal.hpp"

#include "tencent/common/form_reading.hpp"
#include "tencent/v2017/auth/authentication.hpp"
#include "tencent/v2017/auth/signed_hosts.hpp"

#include <charconv>
#include <optional>

namespace tandem::api::tencent::v2017 {

namespace {

// Section 2.1.
std::vector<std::string> endpoints() {
    std::vector<std::string> names = {"kms.api.qcloud.com", "kms.tencentcloudapi.com"};
    for (const char* region : {"gz", "sh", "bj"}) {
        for (const char* domain : {".api.qcloud.com", ".api.tencentyun.com"}) {
            names.push_back(std::string{"kms-"} + region + domain);
        }
    }
    return names;
}

FormReading server_reading(const WireRequest& request, const ParameterList& parameters,
                           const store::Credential& credential) {
    FormReading reading;
    reading.method = request.method;
    reading.host = request.header("Host");
    reading.path = request.path;
    reading.parameters = signed_parameters(parameters);
    reading.underscore_to_dot = true;                   // section 4.1 step 4
    reading.drop_at_values = request.method == "POST";  // section 4.1 step 2
    reading.secret = doctor::PrivateText{as_text(credential.secret.expose_secret())};
    reading.digest = signature_v1_method(parameters.value(kSignatureMethod));
    reading.signature = parameters.value(kSignature);
    return reading;
}

// A Timestamp beyond any integer counts as one far ahead.
std::int64_t signed_at(const ParameterList& parameters) {
    const std::string_view text = parameters.value(kTimestamp);
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t kFarAhead = 1'000'000'000'000'000;
    return error == std::errc{} && seconds < kFarAhead ? seconds : kFarAhead;
}

void diagnose_mismatch(Exchange& exchange, const Refused& refused) {
    const ParameterList& parameters = refused.parameters;
    const store::Credential* credential = refused.store.find_credential(parameters.value(kSecretId));
    if (credential == nullptr) return;
    const WireRequest& request = exchange.request;
    const FormReading server = server_reading(request, parameters, *credential);
    const std::vector<std::string> names = endpoints();
    const FormCase question{request, parameters, refused.store, *credential, server, names};
    const std::vector<std::string> hosts = further_signed_hosts(request.header("Host"), refused.settings.public_hosts);
    // The signature comes before the clock (section 8.4), so a wrong clock is met when this is mended.
    const std::string clock =
        doctor::clock_sentence(request, kTimestamp, signed_at(parameters), refused.settings.v2017_skew_seconds);
    doctor::examine(exchange.facts, server, form_variations(question, hosts),
                    doctor::the_secret_differs(exchange.request, credential->facts.id),
                    clock.empty() ? clock : " Besides: " + clock);
}

}  // namespace

void diagnose(Exchange& exchange, const Refused& refused) {
    if (refused.error.code == ErrorCode::signature_mismatch) return diagnose_mismatch(exchange, refused);
    doctor::explain_refusal(exchange, {.error = refused.error,
                                       .cloud = doctor::Cloud::tencent,
                                       .clock_name = kTimestamp,
                                       .store = &refused.store,
                                       .access_key_id = refused.parameters.value(kSecretId),
                                       .signed_at = refused.error.code == ErrorCode::parameter_type
                                                        ? std::nullopt
                                                        : std::optional{signed_at(refused.parameters)},
                                       .window_seconds = refused.settings.v2017_skew_seconds});
}

}  // namespace tandem::api::tencent::v2017
