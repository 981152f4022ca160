#include "diagnose.hpp"

#include "tandem/doctor/refusal.hpp"

#include "tencent/v2019/auth/signature_v3.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {

namespace {

std::string_view clock_name(const RequestFrame& frame) {
    return frame.signature == SignatureVersion::v3 ? "X-TC-Timestamp" : "Timestamp";
}

std::string_view named_id(const Exchange& exchange, const RequestFrame& frame) {
    if (frame.signature == SignatureVersion::v1) return frame.parameters.value("SecretId");
    return credential_id(exchange.request.header("Authorization"));
}

// The first of the header's parts that is missing or has another form (section 2.1).
std::string_view malformed_part(std::string_view authorization) {
    const auto value_of = [&](std::string_view name) -> std::string_view {
        const std::size_t at = authorization.find(name);
        if (at == std::string_view::npos) return {};
        const std::string_view rest = authorization.substr(at + name.size());
        return rest.substr(0, rest.find_first_of(", "));
    };
    const std::string_view credential = value_of("Credential=");
    const std::string_view headers = value_of("SignedHeaders=");
    const std::string_view signature = value_of("Signature=");
    if (credential.empty()) return "Credential is missing";
    if (!credential.ends_with("/tc3_request") || std::ranges::count(credential, '/') < 3) {
        return "Credential is not <SecretId>/<YYYY-MM-DD>/<service>/tc3_request";
    }
    if (headers.empty()) return "SignedHeaders is missing";
    if (headers.find("content-type") == std::string_view::npos || headers.find("host") == std::string_view::npos) {
        return "SignedHeaders must name content-type and host, with semicolons between them";
    }
    if (signature.size() != 64) return "Signature is not 64 hexadecimal digits (base64, or another digest?)";
    return {};
}

}  // namespace

void diagnose(Exchange& exchange, const Refused& refused) {
    const bool empty =
        refused.frame.signature == SignatureVersion::v1 && refused.frame.parameters.value("Signature").empty();
    if (refused.error.code == ErrorCode::signature_mismatch && empty)
        return diagnose_unread(exchange, fail(ErrorCode::authorization_missing));
    if (refused.error.code == ErrorCode::signature_mismatch) {
        return refused.frame.signature == SignatureVersion::v3 ? diagnose_v3(exchange, refused)
                                                               : diagnose_v1(exchange, refused);
    }
    doctor::explain_refusal(exchange, {.error = refused.error,
                                       .cloud = doctor::Cloud::tencent,
                                       .clock_name = clock_name(refused.frame),
                                       .malformed = malformed_part(exchange.request.header("Authorization")),
                                       .store = &refused.store,
                                       .access_key_id = named_id(exchange, refused.frame),
                                       .signed_at = refused.frame.timestamp,
                                       .window_seconds = refused.settings.v2019_skew_seconds});
}

void diagnose_unread(Exchange& exchange, const Error& error) {
    doctor::explain_refusal(exchange, {.error = error,
                                       .cloud = doctor::Cloud::tencent,
                                       .clock_name = "The timestamp",
                                       .malformed = malformed_part(exchange.request.header("Authorization"))});
}

std::vector<std::string> endpoints(std::string_view region) {
    std::vector<std::string> names = {"kms.tencentcloudapi.com", "kms.intl.tencentcloudapi.com",
                                      "kms.internal.tencentcloudapi.com", "tencentcloudapi.com",
                                      "kms.ap-guangzhou.tencentcloudapi.com"};
    if (!region.empty() && region.size() <= 64) names.push_back("kms." + std::string{region} + ".tencentcloudapi.com");
    return names;
}

}  // namespace tandem::api::tencent::v2019
