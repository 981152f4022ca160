#include "tandem/api/diagnosis.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tandem::api {

namespace {

constexpr std::array<std::string_view, 11> kShownHeaders = {
    "content-type", "host",        "user-agent",  "x-domain-id",  "x-project-id",  "x-sdk-content-sha256",
    "x-sdk-date",   "x-tc-action", "x-tc-region", "x-tc-version", "x-tc-timestamp"};
constexpr std::array<std::string_view, 9> kShownParameters = {
    "Action", "Language", "Nonce", "Region", "RequestClient", "SecretId", "Timestamp", "SignatureMethod", "Version"};

std::string size_of(std::string_view value) { return "(" + std::to_string(value.size()) + " bytes)"; }

}  // namespace

std::string printable(std::string_view text) {
    std::string out;
    for (const char& c : text) {
        if (out.size() >= kMaxDiagnosis) return out.append("...");
        if (c >= ' ' && c <= '~') {
            out += c;
        } else {
            std::array<char, 2> digits;
            hex_encode_to(digits.data(), as_bytes({&c, 1}));
            out.append("%").append(digits.data(), digits.size());
        }
    }
    return out;
}

std::string_view shown_name(std::string_view name) noexcept {
    constexpr std::size_t kLongestName = 64;
    const auto belongs_in_a_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    };
    const bool plain = name.size() <= kLongestName && std::ranges::all_of(name, belongs_in_a_name);
    return plain ? name : "(hidden)";
}

bool header_may_be_shown(std::string_view name) noexcept {
    return std::ranges::any_of(kShownHeaders, [&](std::string_view shown) { return equal_ignoring_case(shown, name); });
}

bool parameter_may_be_shown(std::string_view name) noexcept {
    return std::ranges::find(kShownParameters, name) != kShownParameters.end();
}

std::string shown_header(std::string_view name, std::string_view value) {
    return value.empty() || header_may_be_shown(name) ? printable(value) : size_of(value);
}

std::string shown_parameter(std::string_view name, std::string_view value) {
    return parameter_may_be_shown(name) ? printable(value) : size_of(value);
}

std::string shown_query(std::string_view query) {
    std::string out;
    while (!query.empty() && out.size() < kMaxDiagnosis) {
        const std::string_view piece = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(piece.size() + 1, query.size()));
        const std::size_t equals = piece.find('=');
        out.append(shown_name(piece.substr(0, equals)));
        if (equals != std::string_view::npos) out.append("=").append(size_of(piece.substr(equals + 1)));
        if (!query.empty()) out += '&';
    }
    return out;
}

void note_access_key_id(RequestFacts& facts, std::string_view id) {
    constexpr std::size_t kLongestId = 128;
    const bool printable_ascii = std::ranges::all_of(id, [](char c) { return c >= ' ' && c <= '~'; });
    if (printable_ascii && id.size() <= kLongestId) {
        facts.access_key_id.assign(id);
    } else {
        facts.access_key_id.clear();
    }
}

void forget_doubtful_access_key_id(RequestFacts& facts, const store::KeyStore& store, bool development) {
    const std::string_view id = facts.access_key_id;
    if (id.empty() || store.find_credential(id) != nullptr) return;
    if (!development || is_a_secret(store, id)) facts.access_key_id.clear();
}

bool is_a_secret(const store::KeyStore& store, std::string_view text) {
    constexpr std::string_view kAround = " \t\r\n\"'`";
    const std::size_t begin = std::min(text.find_first_not_of(kAround), text.size());
    const std::string_view bare = text.substr(begin, text.find_last_not_of(kAround) + 1 - begin);
    return std::ranges::any_of(store.credentials(), [&](const store::Credential* credential) {
        return constant_time_equal(credential->secret.expose_secret(), as_bytes(bare));
    });
}

}  // namespace tandem::api
