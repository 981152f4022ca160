#pragma once
// A client of Tencent's legacy API that signs with HmacSHA1 or HmacSHA256, written from the published rule rather than
// from the verifier.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "support/wire_text.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::test {

using FormParameters = std::vector<std::pair<std::string, std::string>>;

inline std::string form_encode(std::string_view text) {
    std::string out;
    for (const char& c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           std::string_view{"-._~"}.find(c) != std::string_view::npos;
        out += plain ? std::string{c} : "%" + hex_encode_upper(as_bytes({&c, 1}));
    }
    return out;
}

inline std::string form_encode(const FormParameters& parameters) {
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out += form_encode(name) + "=" + form_encode(value);
    }
    return out;
}

struct Tencent2017Client {
    std::string secret_id;
    std::string secret_key;
    std::string host = "kms-gz.api.qcloud.com";
    std::string signed_host = {};  // empty: as `host`
    std::string path = "/v2/index.php";
    std::string signature_method = "HmacSHA1";
    std::string token = {};
    bool sign_at_values = false;

    // Action and common parameters put in front of the action's own, and a Signature behind them.
    [[nodiscard]] FormParameters signed_parameters(std::string_view method, std::string_view action,
                                                   const FormParameters& own, std::int64_t unix_seconds) const {
        FormParameters all{{"Action", std::string{action}},
                           {"Nonce", "11886"},
                           {"Timestamp", std::to_string(unix_seconds)},
                           {"SecretId", secret_id},
                           {"SignatureMethod", signature_method}};
        if (!token.empty()) all.emplace_back("Token", token);
        all.insert(all.end(), own.begin(), own.end());
        all.emplace_back("Signature", signature(method, all));
        return all;
    }
    [[nodiscard]] RequestText post(std::string_view action, const FormParameters& own,
                                   std::int64_t unix_seconds) const {
        RequestText request;
        request.path = path;
        request.body = form_encode(signed_parameters("POST", action, own, unix_seconds));
        request.set("Host", host).set("Content-Type", "application/x-www-form-urlencoded");
        return request;
    }
    [[nodiscard]] RequestText get(std::string_view action, const FormParameters& own, std::int64_t unix_seconds) const {
        RequestText request;
        request.method = "GET";
        request.path = path;
        request.query = form_encode(signed_parameters("GET", action, own, unix_seconds));
        request.set("Host", host);
        return request;
    }
    [[nodiscard]] std::string signature(std::string_view method, const FormParameters& parameters) const {
        std::map<std::string, std::string> sorted;
        for (const auto& [name, value] : parameters) {
            const bool dropped = method == "POST" && value.starts_with('@') && !sign_at_values;
            if (name != "Signature" && !dropped) sorted[name] = value;
        }
        std::string text = std::string{method} + (signed_host.empty() ? host : signed_host) + path;
        char separator = '?';
        for (const auto& [name, value] : sorted) {
            std::string dotted = name;
            std::ranges::replace(dotted, '_', '.');
            text += separator + dotted + "=" + value;
            separator = '&';
        }
        if (signature_method == "HmacSHA256") {
            return base64_encode(crypto::HmacSha256Key{as_bytes(secret_key)}.sign(as_bytes(text)));
        }
        return base64_encode(crypto::hmac_sha1(as_bytes(secret_key), as_bytes(text)));
    }
};

}  // namespace tandem::test
