#include "authentication.hpp"

#include "tandem/api/diagnosis.hpp"
#include "tandem/base/secret.hpp"

#include "signature_v3.hpp"
#include "signing_keys.hpp"
#include "tencent/common/signature_v1.hpp"
#include "tencent/v2019/diagnosis/diagnose.hpp"
#include "tencent/v2019/diagnosis/host_candidates.hpp"

#include <algorithm>
#include <array>
#include <atomic>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::size_t kMaxSecretIdBytes = 128;

std::uint64_t next_number() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return ++last;
}

Result<const store::Credential*> find_credential(const service::Services& services, std::string_view secret_id) {
    const bool printable = std::ranges::all_of(secret_id, [](char c) { return c > ' ' && c < 0x7f; });
    if (secret_id.empty() || secret_id.size() > kMaxSecretIdBytes || !printable)
        return fail(ErrorCode::credential_malformed);
    const store::Credential* credential = services.store.find_access_key(secret_id);
    if (credential == nullptr) return fail(ErrorCode::credential_unknown, secret_id);
    if (!credential->facts.is_usable()) return fail(ErrorCode::credential_disabled, secret_id);
    return credential;
}

// Section 2.6: a temporary SecretId needs its token, and no other SecretId may have one.
Result<void> check_token(const service::Services& services, const store::Credential& credential,
                         std::string_view token) {
    const store::CredentialFacts& facts = credential.facts;
    if (!constant_time_equal(as_bytes(facts.session_token), as_bytes(token))) return fail(ErrorCode::token_invalid);
    if (facts.expires && services.clock.now() >= *facts.expires) return fail(ErrorCode::token_expired);
    return {};
}

}  // namespace

Authenticator::Authenticator(const AllSettings& settings) : settings_(settings), number_(next_number()) {}

Result<const store::Credential*> Authenticator::authenticate(const service::Services& services, Exchange& exchange,
                                                             const RequestFrame& frame) const {
    const Result<const store::Credential*> found = check(services, exchange, frame);
    if (found.has_error()) {
        forget_doubtful_access_key_id(exchange.facts, services.store, settings_.development);
        if (settings_.development) diagnose(exchange, {services.store, settings_, frame, found.error()});
    }
    return found;
}

Result<const store::Credential*> Authenticator::check(const service::Services& services, Exchange& exchange,
                                                      const RequestFrame& frame) const {
    const WireRequest& request = exchange.request;
    const bool v3 = frame.signature == SignatureVersion::v3;
    note_access_key_id(exchange.facts,
                       v3 ? credential_id(request.header("Authorization")) : frame.parameters.value("SecretId"));
    TANDEM_TRY(const store::Credential* credential,
               v3 ? check_v3(services, request, frame) : check_v1(services, request, frame));
    TANDEM_CHECK(check_token(services, *credential, frame.token));
    return credential;
}

Result<const store::Credential*> Authenticator::check_v3(const service::Services& services, const WireRequest& request,
                                                         const RequestFrame& frame) const {
    TANDEM_TRY(const AuthorizationV3 authorization, parse_authorization_v3(request.header("Authorization")));
    TANDEM_TRY(const store::Credential* credential, find_credential(services, authorization.secret_id));
    TANDEM_CHECK(check_time(request, frame));
    const std::array<char, 10> date = utc_date(frame.timestamp);
    if (authorization.date != std::string_view{date.data(), date.size()}) return fail(ErrorCode::signature_mismatch);

    const SignatureV3Question question{request, authorization, frame.timestamp_text, settings_.public_hosts};
    const SigningKeyName name{number_, &services.store, credential->serial, authorization.date, authorization.service};
    SigningKeyCache& cache = SigningKeyCache::of_this_thread();
    if (const crypto::HmacSha256Key* known = cache.find(name)) {
        if (signature_v3_matches(*known, question)) return credential;
    } else {
        const crypto::HmacSha256Key key =
            derive_signing_key(credential->secret.expose_secret(), authorization.date, authorization.service);
        if (signature_v3_matches(key, question)) {
            cache.insert(name, key);
            return credential;
        }
    }
    return fail(ErrorCode::signature_mismatch);
}

Result<const store::Credential*> Authenticator::check_v1(const service::Services& services, const WireRequest& request,
                                                         const RequestFrame& frame) const {
    const ParameterList& parameters = frame.parameters;
    TANDEM_TRY(const store::Credential* credential, find_credential(services, parameters.value("SecretId")));
    TANDEM_CHECK(check_time(request, frame));

    const SignatureV1Method method = signature_v1_method(parameters.value("SignatureMethod"));
    const std::string_view signature = parameters.value("Signature");
    const auto matches = [&](std::string_view host, std::string_view path) {
        const std::string text = signature_v1_text(request.method, host, path, parameters, {});
        return signature_v1_matches(credential->secret.expose_secret(), method, text, signature);
    };
    const auto any_host_matches = [&](std::string_view path) {
        const HostCandidates hosts{request.header("Host")};
        const std::string bare{without_port(hosts.names().front())};
        return std::ranges::any_of(hosts.names(), [&](std::string_view host) { return matches(host, path); }) ||
               matches(bare + ":80", path) || matches(bare + ":443", path) ||
               std::ranges::any_of(settings_.public_hosts, [&](std::string_view host) { return matches(host, path); });
    };
    if (any_host_matches("/") || (request.path != "/" && any_host_matches(request.path))) return credential;
    return fail(ErrorCode::signature_mismatch);
}

Result<void> Authenticator::check_time(const WireRequest& request, const RequestFrame& frame) const {
    const std::int64_t tolerance = settings_.v2019_skew_seconds;
    const std::int64_t ahead = frame.timestamp - to_seconds(request.arrived);
    if (tolerance == 0 || (ahead <= tolerance && -ahead <= tolerance)) return {};
    return fail(ErrorCode::signature_expired, frame.timestamp_text);
}

}  // namespace tandem::api::tencent::v2019
