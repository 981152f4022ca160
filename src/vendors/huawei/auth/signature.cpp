#include "signature.hpp"

#include "tandem/base/encoding.hpp"

#include "authorization.hpp"
#include "canonical_request.hpp"
#include "curve_key.hpp"
#include "huawei/wire/timestamps.hpp"
#include "payload_hashes.hpp"
#include "signature_check.hpp"
#include "signing_key.hpp"
#include "temporary_key.hpp"
#include "text_pieces.hpp"
#include "token.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kMaxSignedHeaders = 64;

// The date must be signed; nothing else is demanded (section 2.2 rule 4).
Result<void> check_signed_headers(std::string_view names) {
    bool date_signed = false;
    for (std::size_t count = 0; !names.empty(); ++count) {
        if (count == kMaxSignedHeaders) return fail(ErrorCode::authorization_malformed, "SignedHeaders");
        date_signed |= equal_ignoring_case(take(names, ';'), kDateHeader);
    }
    if (!date_signed) return fail(ErrorCode::authorization_malformed, "SignedHeaders");
    return {};
}

Result<void> check_date(const Authorization& authorization, const WireRequest& request, const AllSettings& settings) {
    const std::string_view date = request.header(kDateHeader);
    const auto signed_at = parse_signing_date(date);
    if (!signed_at) return fail(ErrorCode::authorization_malformed, kDateHeader);
    if (authorization.has_info() && authorization.info.substr(0, authorization.info.find('/')) != date.substr(0, 8)) {
        return fail(ErrorCode::authorization_malformed, "Credential");
    }
    const auto skew = std::chrono::abs(request.arrived - *signed_at);
    if (settings.skew_seconds != 0 && skew > std::chrono::seconds{settings.skew_seconds}) {
        return fail(ErrorCode::signature_expired, std::string{date} + ",server time:" + signing_date(request.arrived));
    }
    return {};
}

bool can_be_checked_at(Place place, const Authorization& authorization) noexcept {
    return !authorization.is_of_curve() || place >= Place::calculator;
}

Plus plus_of(const Authorization& authorization) noexcept {
    return authorization.scheme == AuthorizationScheme::scoped ? Plus::blank : Plus::itself;
}

template <class Key>
bool any_payload_matches(const Authorization& authorization, const Key& key, const WireRequest& request,
                         std::string_view uri, const PayloadHashes& payload, Arena& arena) {
    const std::string_view names = authorization.signed_headers;
    const std::string_view query = canonical_query(request.query, plus_of(authorization), arena);
    for (const std::string_view hash : payload.list()) {
        if (signature_matches(authorization, key, {request, uri, query, names, hash})) return true;
    }
    // golangsdk moves the query of a POST without a body into the payload.
    const bool moves_query = authorization.scheme == AuthorizationScheme::scoped && request.method == "POST" &&
                             request.body.empty() && !query.empty();
    if (!moves_query) return false;
    HashText hash;
    hex_encode_to(hash.data(), crypto::sha256(as_bytes(query_as_payload(request.query, arena))));
    return signature_matches(authorization, key, {request, uri, {}, names, text_of(hash)});
}

// Tries what the SDKs are known to sign, the ordinary form first.
template <class Key>
bool any_form_matches(const Authorization& authorization, const Key& key, const WireRequest& request,
                      const PayloadHashes& payload, Arena& arena) {
    constexpr std::array kForms = {UriForm::decoded, UriForm::escaped, UriForm::raw};
    const std::size_t forms = every_uri_form_agrees(request.path) ? 1 : kForms.size();
    return std::ranges::any_of(std::span{kForms}.first(forms), [&](UriForm form) {
        return any_payload_matches(authorization, key, request, canonical_uri(request.path, form, arena), payload,
                                   arena);
    });
}

Error mismatch(const Authorization& authorization, const WireRequest& request, const PayloadHashes& payload,
               const AllSettings& settings, Arena& arena) {
    if (!settings.development) return fail(ErrorCode::signature_mismatch);
    const CanonicalRequest canonical{request, canonical_uri(request.path, UriForm::decoded, arena),
                                     canonical_query(request.query, plus_of(authorization), arena),
                                     authorization.signed_headers,
                                     payload.list().empty() ? "<hash of the body>" : payload.list().front()};
    return fail(ErrorCode::signature_mismatch, ", canonicalRequest:" + canonical.readable());
}

Result<void> check_credential(const store::Credential& credential, const service::Services& services,
                              const WireRequest& request) {
    const store::CredentialFacts& facts = credential.facts;
    if (!facts.is_usable()) return fail(ErrorCode::credential_disabled, facts.id);
    if (facts.expires && *facts.expires <= services.clock.now()) {
        return fail(ErrorCode::token_expired, iso_microseconds(*facts.expires));
    }
    if (!facts.session_token.empty() &&
        !constant_time_equal(as_bytes(facts.session_token), as_bytes(request.header(kSecurityTokenHeader)))) {
        return fail(ErrorCode::token_invalid);
    }
    return {};
}

// Checks a signature of one of the schemes whose keys are kept nowhere.
bool matches_secret(ByteView secret, const Authorization& authorization, const WireRequest& request,
                    const PayloadHashes& payload, Arena& arena) {
    if (authorization.scheme == AuthorizationScheme::sm3)
        return any_form_matches(authorization, Sm3Key{secret}, request, payload, arena);
    if (authorization.is_of_curve()) {
        for (const CurveKeyForm form : {CurveKeyForm::exact, CurveKeyForm::padded}) {
            const auto key = curve_key(authorization, secret, form);
            if (key && any_form_matches(authorization, *key, request, payload, arena)) return true;
        }
        return false;
    }
    const auto key =
        authorization.has_info() ? derive_signing_key(authorization, secret) : crypto::HmacSha256Key{secret};
    return any_form_matches(authorization, key, request, payload, arena);
}

bool matches_credential(const store::Credential& credential, const Authorization& authorization,
                        const WireRequest& request, const PayloadHashes& payload, Arena& arena) {
    if (authorization.scheme == AuthorizationScheme::plain)
        return any_form_matches(authorization, signing_key(credential), request, payload, arena);
    const ByteView secret = credential.secret.expose_secret();
    if (!authorization.has_info()) return matches_secret(secret, authorization, request, payload, arena);
    if (const crypto::HmacSha256Key* known = find_signing_key(credential, authorization))
        return any_form_matches(authorization, *known, request, payload, arena);
    const auto key = derive_signing_key(authorization, secret);
    const bool matches = any_form_matches(authorization, key, request, payload, arena);
    if (matches) keep_signing_key(credential, authorization, key);
    return matches;
}

// A key that is stored nowhere: everything is in the token that comes with it.
Result<std::optional<Signer>> verify_temporary(const service::Services& services, const AllSettings& settings,
                                               const WireRequest& request, const Authorization& authorization,
                                               Place place, Arena& arena) {
    const std::string_view text = request.header(kSecurityTokenHeader);
    if (text.empty()) return fail(ErrorCode::credential_unknown, authorization.access_key);
    TANDEM_TRY(const Token token, read_token(services, text, TokenKind::security, arena));
    const TemporaryKey key = temporary_key(*token.tenant, text);
    if (!constant_time_equal(as_bytes(key.id), as_bytes(authorization.access_key))) {
        return fail(ErrorCode::token_invalid, {}, "the security token is of another access key");
    }
    TANDEM_CHECK(check_date(authorization, request, settings));
    if (!can_be_checked_at(place, authorization)) return std::optional<Signer>{};

    const PayloadHashes payload{authorization, request};
    if (!matches_secret(key.secret.expose_secret(), authorization, request, payload, arena))
        return mismatch(authorization, request, payload, settings, arena);
    return std::optional{Signer{token.tenant, token.user, token.agency, token.expires}};
}

}  // namespace

Result<std::optional<Signer>> verify_signature(const service::Services& services, const AllSettings& settings,
                                               const WireRequest& request, Place place, Arena& arena) {
    const Authorization authorization = read_authorization(request.header("Authorization"));
    TANDEM_CHECK(check_form(authorization));
    TANDEM_CHECK(check_signed_headers(authorization.signed_headers));
    const store::Credential* credential = services.store.find_access_key(authorization.access_key);
    if (credential == nullptr) return verify_temporary(services, settings, request, authorization, place, arena);
    TANDEM_CHECK(check_date(authorization, request, settings));
    if (!can_be_checked_at(place, authorization)) return std::optional<Signer>{};

    const PayloadHashes payload{authorization, request};
    if (!matches_credential(*credential, authorization, request, payload, arena))
        return mismatch(authorization, request, payload, settings, arena);
    TANDEM_CHECK(check_credential(*credential, services, request));
    return std::optional{Signer{credential->tenant.get(), credential}};
}

}  // namespace tandem::api::huawei
