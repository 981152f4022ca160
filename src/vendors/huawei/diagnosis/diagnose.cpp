#include "diagnose.hpp"

#include "tandem/doctor/refusal.hpp"
#include "tandem/doctor/signature_doctor.hpp"

#include "huawei/auth/authorization.hpp"
#include "huawei/auth/signature.hpp"
#include "huawei/auth/temporary_key.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

// The fault of the part of the Authorization header that the error names.
std::string_view malformed_part(const Authorization& authorization, std::string_view part) {
    if (part == "Signature" && authorization.is_of_curve())
        return "Signature is not a DER signature in hexadecimal digits";
    if (part == "Signature") return "Signature is not 64 hexadecimal digits (base64, or another digest?)";
    if (part == "SignedHeaders") return "SignedHeaders must name x-sdk-date, and at most 64 headers";
    if (part == "Access") return "it names no access key; it is Access=<id>, or Credential=<id>/<scope>";
    if (part == "Credential" && authorization.scheme == AuthorizationScheme::scoped)
        return "Credential is not <id>/<YYYYMMDD>/<region>/<service>/sdk_request (region and service may be empty); "
               "without a scope the field is Access=<id>";
    if (part == "Credential") return "Credential is not <id>/<YYYYMMDD>/<region>/<service>";
    return {};
}

// Credential has the form, but its date is not that of X-Sdk-Date (section 2.3).
bool has_another_date(const Authorization& authorization, const Refused& refused) {
    return refused.error.code == ErrorCode::authorization_malformed && refused.error.subject == "Credential" &&
           check_form(authorization).has_value();
}

void explain_date(Exchange& exchange, const Authorization& authorization) {
    const std::string_view info = authorization.info;
    SignatureExplanation explanation;
    explanation.hypothesis = "scope-date";
    explanation.sentence = "The date in Credential is " + std::string{info.substr(0, info.find('/'))} +
                           ", but X-Sdk-Date is " + std::string{exchange.request.header(kDateHeader)} +
                           ". Take the date of the same instant, in UTC.";
    doctor::explain(exchange.facts, std::move(explanation));
}

// A temporary key is known by its security token alone.
bool lacks_its_token(const Refused& refused, const Authorization& authorization) {
    return refused.error.code == ErrorCode::credential_unknown &&
           authorization.access_key.starts_with(kTemporaryIdPrefix) &&
           authorization.access_key.size() == kTemporaryIdSize;
}

void explain_temporary_key(Exchange& exchange, const Refused& refused) {
    SignatureExplanation explanation;
    explanation.hypothesis = "token";
    explanation.sentence = refused.error.code == ErrorCode::credential_unknown
                               ? "The access key is a temporary one, and X-Security-Token is missing. Give the client "
                                 "the securitytoken too."
                               : "X-Security-Token is not the one that came with this access key, was altered, or its "
                                 "user or agency is gone.";
    doctor::explain(exchange.facts, std::move(explanation));
}

}  // namespace

void diagnose(Exchange& exchange, const Refused& refused) {
    if (refused.error.code == ErrorCode::signature_mismatch) return diagnose_signature(exchange, refused);
    const std::string_view text = exchange.request.header("Authorization");
    const Authorization authorization = is_signature(text) ? read_authorization(text) : Authorization{};
    if (has_another_date(authorization, refused)) return explain_date(exchange, authorization);
    const bool of_no_credential =
        !authorization.access_key.empty() && refused.store.find_access_key(authorization.access_key) == nullptr;
    const bool bad_token = of_no_credential && refused.error.code == ErrorCode::token_invalid;
    if (bad_token || lacks_its_token(refused, authorization)) return explain_temporary_key(exchange, refused);

    const auto signed_at = parse_signing_date(exchange.request.header(kDateHeader));
    const bool no_date =
        refused.error.code == ErrorCode::authorization_malformed && refused.error.subject == kDateHeader;
    const Error error = no_date ? fail(ErrorCode::signature_expired) : refused.error;
    doctor::explain_refusal(exchange, {.error = error,
                                       .cloud = doctor::Cloud::huawei,
                                       .clock_name = kDateHeader,
                                       .malformed = malformed_part(authorization, refused.error.subject),
                                       .store = &refused.store,
                                       .access_key_id = authorization.access_key,
                                       .signed_at = signed_at ? std::optional{to_seconds(*signed_at)} : std::nullopt,
                                       .window_seconds = refused.settings.skew_seconds});
}

}  // namespace tandem::api::huawei
