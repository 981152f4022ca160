#include "signing_key_rows.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tandem::api::tencent::v2019 {

namespace {

using doctor::CanonicalCase;
using doctor::CanonicalReading;
using doctor::CanonicalVariations;

crypto::HmacSha256Key plain_key(const CanonicalReading& reading) {
    return crypto::HmacSha256Key{reading.secret.bytes()};
}
crypto::HmacSha256Key prefixed_key(const CanonicalReading& reading) {
    const auto prefixed = doctor::PrivateText::joined({"TC3", reading.secret.view()});
    return crypto::HmacSha256Key{prefixed.bytes()};
}

// The derivation with another prefix, with its steps in hexadecimal, or with another last step.
struct Derivation {
    std::string_view prefix;
    bool hexadecimal;
    std::string_view last;
    std::string_view how;
};
constexpr std::array<Derivation, 7> kDerivations = {{
    {"", false, "tc3_request", "without \"TC3\" before the secret"},
    {"TC3", true, "tc3_request", "from hexadecimal texts of its steps, which are raw bytes"},
    {"TC3", false, "", "without its last step, \"tc3_request\""},
    {"AWS4", false, "aws4_request", "as AWS does"},
    {"TC3", false, "aws4_request", "with \"aws4_request\" as its last step"},
    {"tc3", false, "tc3_request", "with \"tc3\" in lower case before the secret"},
    {"", true, "tc3_request", "without \"TC3\" before the secret, from hexadecimal texts of its steps"},
}};
template <std::size_t kRow>
crypto::HmacSha256Key other_key(const CanonicalReading& reading) {
    constexpr const Derivation& kHow = kDerivations[kRow];
    auto key = doctor::PrivateText::joined({kHow.prefix, reading.secret.view()});
    for (const std::string_view step : {date_of(reading.key_scope), service_of(reading.key_scope), kHow.last}) {
        if (step.empty()) continue;
        const crypto::Sha256Digest digest = crypto::HmacSha256Key{key.bytes()}.sign(as_bytes(step));
        key = kHow.hexadecimal ? doctor::PrivateText::from(hex_encode(digest)) : doctor::PrivateText{as_text(digest)};
    }
    return crypto::HmacSha256Key{key.bytes()};
}

using KeyFunction = crypto::HmacSha256Key (*)(const CanonicalReading&);
template <std::size_t... kRows>
constexpr std::array<KeyFunction, sizeof...(kRows)> key_functions(std::index_sequence<kRows...>) {
    return {other_key<kRows>...};
}
constexpr auto kOtherKeys = key_functions(std::make_index_sequence<kDerivations.size()>{});

}  // namespace

std::string_view date_of(std::string_view key_scope) noexcept { return key_scope.substr(0, key_scope.find('/')); }
std::string_view service_of(std::string_view key_scope) noexcept {
    return key_scope.substr(std::min(key_scope.find('/') + 1, key_scope.size()));
}

void add_algorithms(const CanonicalCase&, CanonicalVariations& to) {
    const auto add_key = [&](KeyFunction key, std::string_view how) {
        to.push_back({"algorithm",
                      "The client made its signing key " + std::string{how} +
                          ". It is HMAC(HMAC(HMAC(\"TC3\" + secret, date), service), \"tc3_request\").",
                      [key](CanonicalReading& reading) { reading.key = key; }});
    };
    for (std::size_t row = 0; row < kDerivations.size(); ++row) add_key(kOtherKeys[row], kDerivations[row].how);
    add_key(plain_key, "of the secret alone, without a derivation");
    add_key(prefixed_key, "of \"TC3\" and the secret, without a derivation");
    to.push_back(
        {"algorithm",
         "The client put the canonical request itself into the string to sign. Its last line is the hash of it.",
         [](CanonicalReading& reading) { reading.hashed = false; }});
    for (const std::string_view name : {"HMAC-SHA256", "HmacSHA256", "SDK-HMAC-SHA256", "AWS4-HMAC-SHA256",
                                        "TC3-HMAC-SHA1", "TC3-HMAC-SM3", "tc3-hmac-sha256"}) {
        to.push_back({"algorithm",
                      "The string to sign begins with " + std::string{name} + ". It begins with TC3-HMAC-SHA256.",
                      [name](CanonicalReading& reading) { reading.algorithm = name; }});
    }
}

}  // namespace tandem::api::tencent::v2019
