#include "authentication.hpp"

#include "tandem/api/diagnosis.hpp"

#include "signed_hosts.hpp"
#include "tencent/common/signature_v1.hpp"
#include "tencent/v2017/diagnosis/diagnose.hpp"

#include <algorithm>
#include <charconv>

namespace tandem::api::tencent::v2017 {

namespace {

// ---- the form of the common parameters ----

bool is_number(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Result<void> check_common(const ParameterList& parameters) {
    for (const std::string_view name : {kSecretId, kNonce, kTimestamp, kSignature}) {
        if (parameters.value(name).empty()) return fail(ErrorCode::parameter_missing, name);
    }
    // A Nonce may have more digits than any integer, so it stays a text (2017 API, section 2.4).
    for (const std::string_view name : {kNonce, kTimestamp}) {
        if (!is_number(parameters.value(name))) return fail(ErrorCode::parameter_type, name);
    }
    return {};
}

Result<const store::Credential*> find_credential(const store::KeyStore& store, const AllSettings& settings,
                                                 std::string_view secret_id) {
    if (settings.v2017_akid_prefix && !secret_id.starts_with("AKID")) {
        return fail(ErrorCode::credential_malformed, secret_id);
    }
    const store::Credential* credential = store.find_access_key(secret_id);
    if (credential == nullptr) return fail(ErrorCode::credential_unknown, secret_id);
    if (!credential->facts.is_usable()) return fail(ErrorCode::credential_disabled, secret_id);
    return credential;
}

// ---- the signature ----

constexpr SignatureV1Rules kRules{.underscore_to_dot = true, .drop_at_values_on_post = true};
// Some SDKs sign values that begin with "@" on POST too (2017 API, section 4.3).
constexpr SignatureV1Rules kRulesWithAtValues{.underscore_to_dot = true, .drop_at_values_on_post = false};

struct SignedRequest {
    const WireRequest& request;
    const ParameterList& parameters;
    ByteView secret;
};

bool matches(const SignedRequest& signed_request, std::string_view host, const SignatureV1Rules& rules) {
    const WireRequest& request = signed_request.request;
    const ParameterList& parameters = signed_request.parameters;
    std::string text = signature_v1_text(request.method, host, request.path, parameters, rules);
    const WipeOnExit plaintext_in_text{{reinterpret_cast<std::uint8_t*>(text.data()), text.size()}};
    return signature_v1_matches(signed_request.secret, signature_v1_method(parameters.value(kSignatureMethod)), text,
                                parameters.value(kSignature));
}

bool is_signed(const SignedRequest& signed_request, const AllSettings& settings) {
    const std::string_view host = signed_request.request.header("Host");
    if (matches(signed_request, host, kRules)) return true;
    const std::vector<std::string> further = further_signed_hosts(host, settings.public_hosts);
    const auto any_host = [&](const SignatureV1Rules& rules) {
        return std::ranges::any_of(further, [&](const auto& name) { return matches(signed_request, name, rules); });
    };
    if (any_host(kRules)) return true;

    const bool has_at_value =
        std::ranges::any_of(signed_request.parameters, [](const auto& p) { return p.value.starts_with('@'); });
    if (signed_request.request.method != "POST" || !has_at_value) return false;
    return matches(signed_request, host, kRulesWithAtValues) || any_host(kRulesWithAtValues);
}

// ---- token and time ----

// The life of a token follows the clock that tests move; the time of a signature is real time.
Result<void> check_token(const store::Credential& credential, std::string_view token, TimePoint now) {
    const std::string& demanded = credential.facts.session_token;
    if (!demanded.empty() && !constant_time_equal(as_bytes(demanded), as_bytes(token))) {
        return fail(ErrorCode::token_invalid);
    }
    if (credential.facts.expires && *credential.facts.expires <= now) return fail(ErrorCode::token_expired);
    return {};
}

Result<void> check_timestamp(std::string_view text, TimePoint arrived, std::int64_t skew_seconds) {
    if (skew_seconds == 0) return {};
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    const std::int64_t now = to_seconds(arrived);
    const bool in_window = error == std::errc{} && seconds >= now - skew_seconds && seconds <= now + skew_seconds;
    if (!in_window) return fail(ErrorCode::signature_expired, text);
    return {};
}

Result<const store::Credential*> check(const service::Services& services, const AllSettings& settings,
                                       const ParameterList& parameters, const WireRequest& request) {
    TANDEM_CHECK(check_common(parameters));
    TANDEM_TRY(const store::Credential* credential,
               find_credential(services.store, settings, parameters.value(kSecretId)));

    const SignedRequest signed_request{request, parameters, credential->secret.expose_secret()};
    if (!is_signed(signed_request, settings)) return fail(ErrorCode::signature_mismatch);
    TANDEM_CHECK(check_token(*credential, parameters.value(kToken), services.clock.now()));
    TANDEM_CHECK(check_timestamp(parameters.value(kTimestamp), request.arrived, settings.v2017_skew_seconds));
    return credential;
}

}  // namespace

Result<const store::Credential*> authenticate(const service::Services& services, const AllSettings& settings,
                                              const ParameterList& parameters, Exchange& exchange) {
    note_access_key_id(exchange.facts, parameters.value(kSecretId));
    const Result<const store::Credential*> found = check(services, settings, parameters, exchange.request);
    if (found.has_error()) {
        forget_doubtful_access_key_id(exchange.facts, services.store, settings.development);
        if (settings.development) diagnose(exchange, {services.store, settings, parameters, found.error()});
    }
    return found;
}

}  // namespace tandem::api::tencent::v2017
