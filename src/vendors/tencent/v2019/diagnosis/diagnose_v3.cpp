// The hypotheses of TC3-HMAC-SHA256 (API 3.0 spec section 2), in the order in which they are tried.

#include "tandem/base/encoding.hpp"
#include "tandem/doctor/canonical_reading.hpp"

#include "diagnose.hpp"
#include "host_candidates.hpp"
#include "signing_key_rows.hpp"
#include "tencent/v2019/auth/signature_v3.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {

namespace {

using doctor::CanonicalCase;
using doctor::CanonicalReading;
using doctor::CanonicalVariations;
// ---- what the server reads ----

crypto::HmacSha256Key derived_key(const CanonicalReading& reading) {
    return derive_signing_key(reading.secret.bytes(), date_of(reading.key_scope), service_of(reading.key_scope));
}

CanonicalReading server_canonical_reading(const WireRequest& request, const AuthorizationV3& authorization,
                                          const RequestFrame& frame, const store::Credential& credential) {
    CanonicalReading reading;
    reading.method = request.method;
    reading.uri = "/";
    if (request.method == "GET") reading.query = doctor::PrivateText{request.query};
    reading.headers = doctor::signed_headers_of(request, authorization.signed_headers);
    for (auto& header : reading.headers) std::ranges::transform(header.name, header.name.begin(), ascii_lower);
    reading.signed_headers = authorization.signed_headers;
    const bool unsigned_payload = request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD";
    reading.payload_hash = doctor::payload_hash(unsigned_payload          ? "UNSIGNED-PAYLOAD"
                                                : request.method == "GET" ? std::string_view{}
                                                                          : request.body);
    reading.algorithm = kSignatureV3Algorithm;
    reading.date = frame.timestamp_text;
    reading.scope = authorization.scope;
    reading.access_key_id = credential.facts.id;
    reading.secret = doctor::PrivateText{as_text(credential.secret.expose_secret())};
    reading.key_scope = std::string{authorization.date}.append("/").append(authorization.service);
    reading.key = derived_key;
    reading.signature = hex_encode(authorization.signature);
    return reading;
}

// ---- the rows of this algorithm alone ----

// Spellings that the server takes anyway (section 2.7): another mistake may come with one of them.
void add_accepted(const CanonicalCase& refused, CanonicalVariations& to) {
    const auto accept = [&](auto apply) { to.push_back({"", "", apply}); };
    const HostCandidates hosts{refused.request.header("Host")};
    for (const std::string_view host : hosts.names().subspan(1)) {
        accept([value = doctor::PrivateText{host}](CanonicalReading& reading) { reading.set_value("host", value); });
    }
    if (refused.request.path != "/") {
        accept([path = std::string{refused.request.path}](CanonicalReading& reading) { reading.uri = path; });
    }
}

void add_clock(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::int64_t sent = std::stoll(refused.server.date);
    for (std::int64_t off = 1; off <= 5; ++off) {
        for (const std::int64_t signed_at : {sent - off, sent + off}) {
            to.push_back({"clock",
                          "The time that was signed is " + std::to_string(off) +
                              " s from X-TC-Timestamp. Take the time "
                              "once and use it in both places.",
                          [text = std::to_string(signed_at)](CanonicalReading& reading) { reading.date = text; }});
        }
    }
    to.push_back({"clock", "Milliseconds were signed, and X-TC-Timestamp has seconds. Sign the seconds.",
                  [](CanonicalReading& reading) { reading.date += "000"; }});
}

std::string date_text(std::int64_t unix_seconds) {
    const std::array<char, 10> date = utc_date(unix_seconds);
    return {date.data(), date.size()};
}

constexpr std::string_view kScopeEnding = "/tc3_request";

std::string date_sentence(const std::string& signed_date, const std::string& right) {
    return "The client signed with the date " + signed_date + ", but that of X-TC-Timestamp in UTC is " + right +
           ". Take the date in UTC, as YYYY-MM-DD.";
}

std::string service_sentence(const std::string& signed_service, const std::string& named) {
    return "The client signed for the service \"" + signed_service + "\", but Credential says \"" + named +
           "\". Use one text for the Credential, the string to sign and the key.";
}

void add_scope_dates(const CanonicalCase& refused, CanonicalVariations& to) {
    constexpr std::int64_t kDay = 86'400;
    const std::int64_t sent = std::stoll(refused.server.date);
    const std::string service{service_of(refused.server.key_scope)};
    const std::string right = date_text(sent);
    std::string compact = right;
    std::erase(compact, '-');
    for (const std::string& date :
         {date_text(std::max<std::int64_t>(sent - kDay, 0)), date_text(sent + kDay), compact}) {
        doctor::add_scope(to, "scope-date", date_sentence(date, right), doctor::with_slashes({date, service}),
                          kScopeEnding);
    }
}

// The services that a client may have taken in place of the one that it names.
std::vector<std::string> other_services(const CanonicalCase& refused) {
    const WireRequest& request = refused.request;
    const std::string_view host = request.header("Host");
    const std::string region{request.header("X-TC-Region").substr(0, 64)};
    std::vector<std::string> services = {"kms", "KMS", "cvm", "sts", "cam", "tc3", "tencentcloudapi", region};
    services.emplace_back(host.substr(0, host.find('.')));
    services.emplace_back(host);
    services.emplace_back(without_port(host));
    services.push_back(region + "/kms");
    services.push_back("kms/" + region);
    services.emplace_back();
    std::erase(services, std::string{service_of(refused.server.key_scope)});
    return services;
}

void add_scopes(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string date{date_of(refused.server.key_scope)};
    const std::string named{service_of(refused.server.key_scope)};
    for (const std::string& service : other_services(refused)) {
        doctor::add_scope(to, "scope", service_sentence(service, named), doctor::with_slashes({date, service}),
                          kScopeEnding);
    }
    const auto add_line = [&](std::string line, std::string_view how) {
        to.push_back(
            {"scope",
             "The third line of the string to sign " + std::string{how} + ". It is \"" + refused.server.scope + "\".",
             [line](CanonicalReading& reading) { reading.scope = line; }});
    };
    const std::string& scope = refused.server.scope;
    add_line("", "is missing");
    add_line(refused.server.key_scope, "lacks /tc3_request");
    add_line(refused.credential.facts.id + "/" + scope, "has the SecretId before it");
    add_line(date, "is the date alone");
    add_line(refused.server.key_scope + "/aws4_request", "ends in aws4_request");
}

// ---- payload (section 2.5): the header that says UNSIGNED-PAYLOAD, and the body of a GET ----

void add_own_payloads(const CanonicalCase& refused, CanonicalVariations& to) {
    to.push_back(
        {"body",
         "The client signed its body, but X-TC-Content-SHA256 says UNSIGNED-PAYLOAD. Sign that text or leave the "
         "header out.",
         [hash = doctor::payload_hash(refused.request.body)](CanonicalReading& reading) {
             reading.payload_hash = hash;
         }});
    if (refused.request.method != "GET") return;
    to.push_back({"body", "The client signed its query as a payload. A GET's payload is empty.",
                  [hash = doctor::payload_hash(refused.request.query)](CanonicalReading& reading) {
                      reading.payload_hash = hash;
                  }});
}

// ---- the table ----

constexpr doctor::CanonicalRow kRows[] = {
    {add_accepted},
    {doctor::add_other_secrets},           // secret-other
    {doctor::add_secrets_with_blanks, 1},  // secret-blanks
    {add_clock},                           // clock
    {add_scope_dates},                     // scope-date
    {doctor::add_hosts, 24},               // host-port, host-case, host-forwarded, host-endpoint
    {add_scopes},                          // scope
    {doctor::add_content_types, 6},        // content-type
    {add_own_payloads, 1},                 // body
    {doctor::add_payloads, 10},            // body
    {doctor::add_paths, 2},                // path
    {doctor::add_queries, 2},              // query
    {doctor::add_signed_headers},          // signed-headers
    {doctor::add_methods, 2},              // method
    {add_algorithms, 2},                   // algorithm
};

}  // namespace

void diagnose_v3(Exchange& exchange, const Refused& refused) {
    const WireRequest& request = exchange.request;
    const Result<AuthorizationV3> authorization = parse_authorization_v3(request.header("Authorization"));
    if (authorization.has_error()) return;
    const store::Credential* credential = refused.store.find_credential(authorization->secret_id);
    if (credential == nullptr) return;

    const CanonicalReading server = server_canonical_reading(request, *authorization, refused.frame, *credential);
    const std::string right = date_text(refused.frame.timestamp);
    if (authorization->date != right) {
        return doctor::examine(exchange.facts, server, CanonicalVariations{},
                               {"scope-date", "The date in Credential is " + std::string{authorization->date} +
                                                  ", but that of X-TC-Timestamp in UTC is " + right +
                                                  ". Take the date of the same instant, in UTC."});
    }
    const std::vector<std::string> names = endpoints(request.header("X-TC-Region"));
    const CanonicalCase question{request, refused.store, *credential, server, names};
    doctor::examine(exchange.facts, server, doctor::variations_of<CanonicalCase, CanonicalReading>(question, kRows),
                    doctor::otherwise(question));
}

}  // namespace tandem::api::tencent::v2019
