#include "signature_v3.hpp"

#include "tandem/base/encoding.hpp"

#include "tencent/v2019/diagnosis/host_candidates.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::string_view kScopeEnd = "/tc3_request";

std::string_view trimmed(std::string_view text) noexcept {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// The text up to `separator`, which is taken away with it from `rest`; all of it when there is none.
std::string_view take_until(std::string_view& rest, char separator) noexcept {
    const std::size_t at = rest.find(separator);
    const std::string_view taken = rest.substr(0, at);
    rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1);
    return taken;
}

template <class Visit>
void for_each_signed_header(std::string_view list, Visit visit) {
    while (!list.empty()) visit(take_until(list, ';'));
}

bool is_date(std::string_view text) noexcept {
    if (text.size() != 10) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 4 || i == 7;
        if (dash ? text[i] != '-' : (text[i] < '0' || text[i] > '9')) return false;
    }
    return true;
}

// SecretId / date / service / tc3_request, where the service may hold slashes itself (section 2.1).
bool parse_credential(std::string_view text, AuthorizationV3& to) noexcept {
    if (text.find('/') == std::string_view::npos) return false;
    to.secret_id = take_until(text, '/');
    to.scope = text;
    if (!text.ends_with(kScopeEnd)) return false;
    text.remove_suffix(kScopeEnd.size());
    to.date = take_until(text, '/');
    to.service = text;
    return !to.secret_id.empty() && is_date(to.date) && !to.service.empty();
}

bool signs_what_it_must(std::string_view signed_headers) {
    std::size_t count = 0;
    bool content_type = false;
    bool host = false;
    for_each_signed_header(signed_headers, [&](std::string_view name) {
        ++count;
        content_type = content_type || equal_ignoring_case(name, "content-type");
        host = host || equal_ignoring_case(name, "host");
    });
    return content_type && host && count <= kMaxSignedHeaders;
}

// One way in which the client may have spelled what it signed.
struct Spelling {
    std::string_view host;
    std::string_view uri;
    bool lower_values;
};

template <class Sink>
void write_lower(Sink& sink, std::string_view text) {
    std::array<char, 64> buffer;
    while (!text.empty()) {
        const std::string_view piece = text.substr(0, buffer.size());
        std::ranges::transform(piece, buffer.begin(), ascii_lower);
        sink(std::string_view{buffer.data(), piece.size()});
        text.remove_prefix(piece.size());
    }
}

// Section 2.2, into `sink`.
template <class Sink>
void write_canonical_request(const SignatureV3Question& question, const Spelling& spelling,
                             std::string_view payload_hash, Sink sink) {
    const WireRequest& request = question.request;
    sink(request.method);
    sink("\n");
    sink(spelling.uri);
    sink("\n");
    if (request.method == "GET") sink(request.query);
    sink("\n");
    for_each_signed_header(question.authorization.signed_headers, [&](std::string_view name) {
        const bool host = equal_ignoring_case(name, "host");
        const std::string_view value = host ? spelling.host : request.header(name);
        write_lower(sink, name);
        sink(":");
        if (spelling.lower_values)
            write_lower(sink, value);
        else
            sink(value);
        sink("\n");
    });
    sink("\n");
    sink(question.authorization.signed_headers);
    sink("\n");
    sink(payload_hash);
}

using HexDigest = std::array<char, 64>;

std::string_view to_hex(const crypto::Sha256Digest& digest, HexDigest& to) noexcept {
    hex_encode_to(to.data(), digest);
    return {to.data(), to.size()};
}

crypto::Sha256Digest hash_payload(const WireRequest& request) noexcept {
    // Section 2.5: the hash of the words, not the words.
    if (request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD")
        return crypto::sha256(as_bytes("UNSIGNED-PAYLOAD"));
    return crypto::sha256(as_bytes(request.method == "GET" ? std::string_view{} : request.body));
}

crypto::Sha256Digest hash_canonical_request(const SignatureV3Question& question, const Spelling& spelling,
                                            std::string_view payload_hash) {
    crypto::Sha256 hash;
    write_canonical_request(question, spelling, payload_hash, [&](std::string_view piece) { hash.update(piece); });
    return hash.finish();
}

// Section 2.3.
crypto::Sha256Digest sign(const crypto::HmacSha256Key& key, const SignatureV3Question& question,
                          const crypto::Sha256Digest& canonical_hash) noexcept {
    HexDigest hex;
    return key.sign({as_bytes(kSignatureV3Algorithm), as_bytes("\n"), as_bytes(question.timestamp), as_bytes("\n"),
                     as_bytes(question.authorization.scope), as_bytes("\n"), as_bytes(to_hex(canonical_hash, hex))});
}

// Whether lower-casing the signed values can make a difference.
bool has_upper_case_value(const SignatureV3Question& question) {
    bool found = false;
    for_each_signed_header(question.authorization.signed_headers, [&](std::string_view name) {
        found = found || std::ranges::any_of(question.request.header(name),
                                             [](char letter) { return ascii_lower(letter) != letter; });
    });
    return found;
}

// Calls `matches` with each spelling until one returns true.
template <class Matches>
bool any_spelling(const SignatureV3Question& question, Matches matches) {
    const HostCandidates hosts{question.request.header("Host")};
    const std::array<std::string_view, 2> uris = {"/", question.request.path};
    const std::size_t uri_count = question.request.path == "/" ? 1 : 2;
    for (const bool lower : {false, true}) {
        if (lower && !has_upper_case_value(question)) break;
        for (const std::string_view uri : std::span{uris}.first(uri_count)) {
            for (const std::string_view host : hosts.names())
                if (matches(Spelling{host, uri, lower})) return true;
            for (const std::string& host : question.public_hosts)
                if (matches(Spelling{host, uri, lower})) return true;
        }
    }
    return false;
}

}  // namespace

std::string_view credential_id(std::string_view authorization) noexcept {
    constexpr std::string_view kName = "Credential=";
    const std::size_t at = authorization.find(kName);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = authorization.substr(at + kName.size());
    return rest.substr(0, rest.find_first_of("/, "));
}

std::array<char, 10> utc_date(std::int64_t unix_seconds) noexcept {
    const std::chrono::sys_seconds time{std::chrono::seconds{unix_seconds}};
    const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
    std::array<char, 10> text;
    const auto digits = [&](std::size_t at, std::size_t count, unsigned value) {
        for (std::size_t i = count; i-- > 0; value /= 10) text[at + i] = static_cast<char>('0' + value % 10);
    };
    digits(0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
    digits(5, 2, static_cast<unsigned>(date.month()));
    digits(8, 2, static_cast<unsigned>(date.day()));
    text[4] = text[7] = '-';
    return text;
}

Result<AuthorizationV3> parse_authorization_v3(std::string_view header) {
    if (!header.starts_with(kSignatureV3Algorithm)) return fail(ErrorCode::authorization_malformed);
    std::string_view rest = header.substr(kSignatureV3Algorithm.size());
    if (!rest.starts_with(' ')) return fail(ErrorCode::authorization_malformed);

    AuthorizationV3 parsed;
    bool credential = false;
    bool signature = false;
    while (!rest.empty()) {
        std::string_view value = trimmed(take_until(rest, ','));
        const std::string_view name = take_until(value, '=');
        if (name == "Credential" && !credential && parse_credential(value, parsed)) {
            credential = true;
        } else if (name == "SignedHeaders" && parsed.signed_headers.empty()) {
            parsed.signed_headers = value;
        } else if (name == "Signature" && !signature && value.size() == 2 * parsed.signature.size() &&
                   hex_decode_to(parsed.signature, value)) {
            signature = true;
        } else {
            return fail(ErrorCode::authorization_malformed);
        }
    }
    if (!credential || !signature || !signs_what_it_must(parsed.signed_headers))
        return fail(ErrorCode::authorization_malformed);
    return parsed;
}

crypto::HmacSha256Key derive_signing_key(ByteView secret, std::string_view date, std::string_view service) {
    SecretBytes prefixed{3 + secret.size()};
    const MutableBytes bytes = prefixed.expose_secret_for_writing();
    std::ranges::copy(as_bytes("TC3"), bytes.begin());
    std::ranges::copy(secret, bytes.begin() + 3);
    crypto::Sha256Digest step = crypto::HmacSha256Key{bytes}.sign(as_bytes(date));
    const WipeOnExit wiped{step};
    step = crypto::HmacSha256Key{step}.sign(as_bytes(service));
    step = crypto::HmacSha256Key{step}.sign(as_bytes(kScopeEnd.substr(1)));
    return crypto::HmacSha256Key{step};
}

bool signature_v3_matches(const crypto::HmacSha256Key& signing_key, const SignatureV3Question& question) {
    HexDigest hex;
    const std::string_view payload_hash = to_hex(hash_payload(question.request), hex);
    return any_spelling(question, [&](const Spelling& spelling) {
        const crypto::Sha256Digest canonical_hash = hash_canonical_request(question, spelling, payload_hash);
        return constant_time_equal(sign(signing_key, question, canonical_hash), question.authorization.signature);
    });
}

}  // namespace tandem::api::tencent::v2019
