// The hypotheses of SDK-HMAC-SHA256, with a scope and without, and V11-HMAC-SHA256 (sections 2.2 and 2.3), in the order
// in which they are tried.

#include "tandem/api/diagnosis.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/doctor/canonical_reading.hpp"

#include "diagnose.hpp"
#include "huawei/auth/authorization.hpp"
#include "huawei/auth/canonical_request.hpp"
#include "huawei/auth/signing_key.hpp"
#include "huawei/auth/text_pieces.hpp"
#include "huawei/wire/timestamps.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

using doctor::CanonicalCase;
using doctor::CanonicalReading;
using doctor::CanonicalVariations;
using KeyFunction = crypto::HmacSha256Key (*)(const CanonicalReading&);

// ---- what the server reads ----

crypto::HmacSha256Key plain_key(const CanonicalReading& reading) {
    return crypto::HmacSha256Key{reading.secret.bytes()};
}
crypto::HmacSha256Key scoped_key(const CanonicalReading& reading) {
    return scoped_signing_key(reading.secret.bytes(), reading.key_scope);
}
crypto::HmacSha256Key derived_key(const CanonicalReading& reading) {
    return derived_signing_key(reading.access_key_id, reading.secret.bytes(), reading.key_scope);
}
// The key functions by AuthorizationScheme.
constexpr std::array<KeyFunction, 6> kKeys = {plain_key, scoped_key, derived_key, nullptr, nullptr, nullptr};

CanonicalReading server_reading(const WireRequest& request, const Authorization& authorization,
                                const store::Credential& credential, Arena& arena) {
    CanonicalReading reading;
    reading.method = request.method;
    reading.uri = canonical_uri(request.path, UriForm::decoded, arena);
    const bool scoped = authorization.scheme == AuthorizationScheme::scoped;
    reading.query = doctor::PrivateText{canonical_query(request.query, scoped ? Plus::blank : Plus::itself, arena)};
    reading.headers = doctor::signed_headers_of(request, authorization.signed_headers);
    reading.signed_headers = authorization.signed_headers;
    const bool unsigned_payload = request.header(authorization.hash_header()) == kUnsignedPayload;
    const std::string hash =
        authorization.uses_sm3() ? hex_encode(crypto::sm3(as_bytes(request.body))) : doctor::payload_hash(request.body);
    reading.payload_hash = unsigned_payload ? std::string{kUnsignedPayload} : hash;
    reading.algorithm = authorization.algorithm;
    reading.date = request.header(kDateHeader);
    reading.scope = authorization.info;
    reading.access_key_id = credential.facts.id;
    reading.secret = doctor::PrivateText{as_text(credential.secret.expose_secret())};
    reading.key_scope = authorization.scope();
    reading.key = kKeys[static_cast<std::size_t>(authorization.scheme)];
    reading.signature = authorization.signature;
    return reading;
}

// Keys of a wrong derivation.
crypto::HmacSha256Key raw_derived_key(const CanonicalReading& reading) {
    const crypto::Sha256Digest extracted =
        crypto::HmacSha256Key{as_bytes(reading.access_key_id)}.sign(reading.secret.bytes());
    constexpr std::uint8_t kFirstBlock[] = {0x01};
    return crypto::HmacSha256Key{crypto::HmacSha256Key{extracted}.sign({as_bytes(reading.key_scope), kFirstBlock})};
}
// The chain of the scoped form with another prefix or last step.
crypto::HmacSha256Key chain_key(std::string_view prefix, const CanonicalReading& reading, std::string_view last) {
    auto key = doctor::PrivateText::joined({prefix, reading.secret.view()});
    const auto sign = [&key](std::string_view step) {
        key = doctor::PrivateText{as_text(crypto::HmacSha256Key{key.bytes()}.sign(as_bytes(step)))};
    };
    std::string_view scope = reading.key_scope;
    sign(take(scope, '/'));
    sign(take(scope, '/'));
    sign(scope);
    if (!last.empty()) sign(last);
    return crypto::HmacSha256Key{key.bytes()};
}
crypto::HmacSha256Key swapped_derived_key(const CanonicalReading& reading) {
    return derived_signing_key(reading.secret.view(), as_bytes(reading.access_key_id), reading.key_scope);
}

const std::vector<std::string>& regions() {
    static const std::vector<std::string> kRegions = {"cn-north-4", "cn-north-1",     "cn-east-3",      "cn-east-2",
                                                      "cn-south-1", "ap-southeast-1", "ap-southeast-3", "globe"};
    return kRegions;
}

const std::vector<std::string>& regions_and_none() {
    static const std::vector<std::string> kAll = [] {
        std::vector<std::string> all = regions();
        all.emplace_back();
        return all;
    }();
    return kAll;
}

// ---- the rows of these algorithms alone ----

// Spellings that the server takes anyway (section 2.2 rule 1): another mistake may come with one of them.
void add_accepted(const CanonicalCase& refused, CanonicalVariations& to) {
    if (every_uri_form_agrees(refused.request.path)) return;
    for (const UriForm form : {UriForm::escaped, UriForm::raw}) {
        Arena arena;
        to.push_back(
            {"", "", [uri = std::string{canonical_uri(refused.request.path, form, arena)}](CanonicalReading& reading) {
                 reading.uri = uri;
             }});
    }
}

void add_clock(const CanonicalCase& refused, CanonicalVariations& to) {
    const auto sent = parse_signing_date(refused.server.date);
    if (!sent) return;
    for (const int off : {-1, 1, -2, 2, -3, 3, -4, 4, -5, 5}) {
        const std::string signed_at = signing_date(*sent + std::chrono::seconds{off});
        to.push_back({"clock",
                      "The time that was signed is " + std::to_string(off < 0 ? -off : off) +
                          " s from X-Sdk-Date. Take the time once and use it in both places.",
                      [signed_at](CanonicalReading& reading) {
                          reading.date = signed_at;
                          reading.set_value(kDateHeader, doctor::PrivateText{signed_at});
                      }});
        to.push_back({"clock",
                      "Two times were signed: X-Sdk-Date in the headers and another one in the string to sign.",
                      [signed_at](CanonicalReading& reading) { reading.date = signed_at; }});
    }
}

// Access= goes without a scope: one is another cloud's habit, and that of the form with Credential=.
void add_plain_scopes(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string date = refused.server.date.substr(0, 8);
    for (const std::string& region : regions()) {
        for (const char* end : {"kms", "kms/sdk_request", "kms/tc3_request", "kms/aws4_request"}) {
            to.push_back(
                {"scope",
                 "The client signed a line of date, region and service. With Access= the string to sign has three "
                 "lines: algorithm, X-Sdk-Date, hash.",
                 [line = doctor::with_slashes({date, region, end})](CanonicalReading& reading) {
                     reading.scope = line;
                 }});
        }
    }
    for (const char* service : {"", "kms"}) {
        for (const std::string& region : regions_and_none()) {
            to.push_back(
                {"scope",
                 "The client signed with a scope, as the form with Credential= does, and sent Access=. Use one "
                 "of the two throughout.",
                 [scope = doctor::with_slashes({date, region, service})](CanonicalReading& reading) {
                     reading.key = scoped_key;
                     reading.key_scope = scope;
                     reading.scope = scope + std::string{kScopeEnd};
                 }});
        }
    }
}

std::string date_sentence(const std::string& signed_date, const std::string& right) {
    return "The client derived its key with the date " + signed_date + ", but X-Sdk-Date is of " + right +
           ". Take the date of the same instant, in UTC.";
}

// Adds variations of the scope, for the two schemes that have one: its date, region and service.
void add_scopes(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string date = refused.server.date.substr(0, 8);
    const std::string& named = refused.server.key_scope;
    const std::string end = refused.server.scope.substr(named.size());
    const auto add = [&](std::string_view word, const std::string& scope, const std::string& sentence) {
        if (scope != named) doctor::add_scope(to, word, sentence, scope, end);
    };
    const auto add_line = [&](const std::string& sentence, const std::string& line) {
        to.push_back({"scope", sentence, [line](CanonicalReading& reading) { reading.scope = line; }});
    };
    if (named.empty()) return add_plain_scopes(refused, to);
    const std::string rest = named.substr(std::min(named.find('/'), named.size()));
    if (const auto sent = parse_signing_date(refused.server.date)) {
        for (const int days : {-1, 1}) {
            const std::string other = signing_date(*sent + std::chrono::days{days}).substr(0, 8);
            add("scope-date", other + rest, date_sentence(other, date));
        }
    }
    const std::size_t last = named.rfind('/');
    const std::string region = last > 9 && last != std::string::npos ? named.substr(9, last - 9) : "";
    const std::string service = last != std::string::npos ? named.substr(last + 1) : "";
    const std::string why = "The client signed for another region or service than Credential says (\"" + named +
                            "\"). Use one text for the Credential, the string to sign and the key.";
    for (const std::string& other_region : regions_and_none())
        add("scope", doctor::with_slashes({date, other_region, service}), why);
    for (const char* other_service : {"kms", "KMS", "iam", "kps", "csms", "ecs", "dew", ""}) {
        add("scope", doctor::with_slashes({date, region, other_service}), why);
        for (const std::string& other_region : regions())
            add("scope", doctor::with_slashes({date, other_region, other_service}), why);
    }
    add("scope", doctor::with_slashes({date, service, region}), why);
    if (!end.empty()) {
        add_line("The line of the scope was signed without " + std::string{kScopeEnd} + ", which Credential has.",
                 named);
        add_line("The string to sign has no line of the scope. With Credential= it is the third of four.", "");
        return;
    }
    add("scope", named + std::string{kScopeEnd}, why);
    add("scope", "", why);
}

// The scoped form's key has a prefix before the secret and four steps.
void add_scoped_keys(CanonicalVariations& to) {
    const auto add = [&](std::string_view how, KeyFunction key) {
        to.push_back(
            {"algorithm",
             "The client signed with " + std::string{how} +
                 ". With Credential= the key is HMAC(HMAC(HMAC(HMAC(\"SDK\" + secret, date), region), service), "
                 "\"sdk_request\").",
             [key](CanonicalReading& reading) { reading.key = key; }});
    };
    add("the secret itself, as Access= asks for", plain_key);
    add("the key of V11-HMAC-SHA256", derived_key);
    add("a key derived without \"SDK\" before the secret",
        [](const CanonicalReading& reading) { return chain_key("", reading, kScopeEnd.substr(1)); });
    add("the key of another cloud's derivation",
        [](const CanonicalReading& reading) { return chain_key("AWS4", reading, "aws4_request"); });
    add("a key that lacks the last step",
        [](const CanonicalReading& reading) { return chain_key("SDK", reading, ""); });
}

void add_algorithms(const CanonicalCase& refused, CanonicalVariations& to) {
    const auto add = [&](std::string sentence, auto apply) { to.push_back({"algorithm", std::move(sentence), apply}); };
    if (refused.server.key == scoped_key) add_scoped_keys(to);
    if (refused.server.key == derived_key) {
        add("The client signed with the secret itself. V11-HMAC-SHA256 derives a key from it.",
            [](CanonicalReading& reading) { reading.key = plain_key; });
        add("The client used the derived bytes as its key. V11-HMAC-SHA256 takes their hexadecimal text.",
            [](CanonicalReading& reading) { reading.key = raw_derived_key; });
        add("The client derived its key with id and secret exchanged. The id is the key of the first HMAC.",
            [](CanonicalReading& reading) { reading.key = swapped_derived_key; });
        add("The client signed as SDK-HMAC-SHA256 does and names V11-HMAC-SHA256. Use one of the two throughout.",
            [](CanonicalReading& reading) {
                reading.key = plain_key;
                reading.algorithm = kPlainAlgorithm;
                reading.scope.clear();
            });
    }
    for (const std::string_view name : {"SDK-HMAC-SHA256", "V11-HMAC-SHA256", "HMAC-SHA256", "SDK-HMAC-SM3",
                                        "TC3-HMAC-SHA256", "AWS4-HMAC-SHA256", "sdk-hmac-sha256"}) {
        if (name == refused.server.algorithm) continue;
        add("The string to sign begins with " + std::string{name} +
                ". It begins with the algorithm that Authorization "
                "names, " +
                refused.server.algorithm + ".",
            [name](CanonicalReading& reading) { reading.algorithm = name; });
    }
    add("The client put the canonical request itself into the string to sign. Its last line is the hash of it.",
        [](CanonicalReading& reading) { reading.hashed = false; });
    if (refused.server.key == scoped_key) return;
    for (const char* prefix : {"SDK", "AWS4", "TC3"}) {
        add("The client put \"" + std::string{prefix} + "\" before its secret. The secret is used as it is.",
            [prefix](CanonicalReading& reading) {
                reading.secret = doctor::PrivateText::joined({prefix, reading.secret.view()});
            });
    }
}

void add_encodings(const CanonicalCase&, CanonicalVariations& to) {
    to.push_back({"encoding", "The signature came in upper-case digits. Write it in lower-case ones.",
                  [](CanonicalReading& reading) {
                      for (char& c : reading.signature) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
                  }});
}

// The header that holds the body's hash (rule 6): it must be the hash of the body that came.
void add_hash_headers(const CanonicalCase& refused, CanonicalVariations& to) {
    const std::string sent{refused.request.header("X-Sdk-Content-Sha256")};
    if (sent.empty()) return;
    const std::string actual = doctor::payload_hash(refused.request.body);
    if (sent != kUnsignedPayload && !equal_ignoring_case(sent, actual)) {
        to.push_back(
            {"body",
             "X-Sdk-Content-Sha256 has the hash of another body than the one that came: the body changed on its "
             "way, or was changed after it was hashed. Send exactly the bytes that were signed.",
             [sent](CanonicalReading& reading) { reading.payload_hash = sent; }});
    }
    to.push_back(
        {"body",
         "The client signed the body's hash, but X-Sdk-Content-Sha256 says something else. Send that hash in it, "
         "or leave it out.",
         [actual](CanonicalReading& reading) { reading.payload_hash = actual; }});
}

// ---- the table ----

constexpr doctor::CanonicalRow kRows[] = {
    {add_accepted},
    {doctor::add_other_secrets},           // secret-other
    {doctor::add_secrets_with_blanks, 1},  // secret-blanks
    {add_clock},                           // clock
    {doctor::add_hosts, 24},               // host-port, host-case, host-forwarded, host-endpoint
    {add_scopes},                          // scope-date, scope
    {doctor::add_content_types, 6},        // content-type
    {add_hash_headers, 2},                 // body
    {doctor::add_payloads, 10},            // body
    {doctor::add_paths, 2},                // path
    {doctor::add_queries, 2},              // query
    {doctor::add_signed_headers},          // signed-headers
    {doctor::add_methods, 2},              // method
    {add_algorithms, 2},                   // algorithm
    {add_encodings, 1},                    // encoding
};

std::vector<std::string> endpoints(const AllSettings& settings) {
    std::vector<std::string> names = settings.public_hosts;
    for (const std::string& region : regions()) names.push_back("kms." + region + ".myhuaweicloud.com");
    names.push_back("kms." + settings.region + ".myhuaweicloud.com");
    names.emplace_back("kms.myhuaweicloud.com");
    names.emplace_back("iam.myhuaweicloud.com");
    return names;
}

// Explains a signature of a scheme in which no mistakes are tried.
void explain_untried(Exchange& exchange, const Authorization& authorization, const CanonicalReading& server,
                     Arena& arena) {
    const CanonicalRequest canonical{exchange.request, server.uri,
                                     canonical_query(exchange.request.query, Plus::itself, arena),
                                     authorization.signed_headers, server.payload_hash};
    const std::string digest =
        authorization.uses_sm3() ? hex_encode(canonical.sm3_digest()) : hex_encode(canonical.digest());
    SignatureExplanation explanation;
    explanation.hypothesis = "secret";
    explanation.sentence =
        "The signature is not one of the secret of " + server.access_key_id + ". In " + server.algorithm +
        " mistakes are not tried out: compare the client's string to sign with the server's, then the "
        "secrets.";
    explanation.server_canonical_request = server.canonical_request();
    explanation.server_string_to_sign = server.algorithm + "\n" + printable(server.date) + "\n" + digest;
    doctor::explain(exchange.facts, std::move(explanation));
}

}  // namespace

void diagnose_signature(Exchange& exchange, const Refused& refused) {
    const WireRequest& request = exchange.request;
    const Authorization authorization = read_authorization(request.header("Authorization"));
    const store::Credential* credential = refused.store.find_credential(authorization.access_key);
    if (credential == nullptr) return;
    const CanonicalReading server = server_reading(request, authorization, *credential, refused.arena);
    if (server.key == nullptr) return explain_untried(exchange, authorization, server, refused.arena);
    const std::vector<std::string> names = endpoints(refused.settings);
    const CanonicalCase question{request, refused.store, *credential, server, names};
    doctor::examine(exchange.facts, server, doctor::variations_of<CanonicalCase, CanonicalReading>(question, kRows),
                    doctor::otherwise(question));
}

}  // namespace tandem::api::huawei
