#pragma once
// A client that signs with SDK-HMAC-SHA256, with a scope or without, or V11-HMAC-SHA256, written from the published
// rule rather than from the verifier. It knows plain paths only: the vectors have the others.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "support/wire_text.hpp"

#include <string>
#include <string_view>

namespace tandem::test {

struct HuaweiClient {
    std::string access_key;
    std::string secret_key;
    std::string project = "0123456789abcdef0123456789abcdef";
    std::string date = "20250615T120000Z";  // FakeClock::kStart
    std::string host = "kms.localhost:8990";

    // A signed POST of a KMS operation.
    [[nodiscard]] RequestText post(std::string_view operation, std::string_view body) const {
        return request("POST", "/v1.0/" + project + "/kms/" + std::string{operation}, {}, body);
    }
    // A signed request of any path; the query is already encoded and sorted.
    [[nodiscard]] RequestText request(std::string_view method, std::string_view path, std::string_view query = {},
                                      std::string_view body = {}) const {
        RequestText text;
        text.method = method;
        text.path = path;
        text.query = query;
        text.body = body;
        text.set("Host", host).set("Content-Type", "application/json").set("X-Sdk-Date", date);
        sign(text);
        return text;
    }

    // Signs the request as it stands with exactly these headers.
    void sign(RequestText& request, std::string_view signed_headers = "content-type;host;x-sdk-date") const {
        const std::string text =
            "SDK-HMAC-SHA256\n" + request.get("X-Sdk-Date") + "\n" + canonical_hash(request, signed_headers);
        request.set("Authorization", "SDK-HMAC-SHA256 Access=" + access_key + ", SignedHeaders=" +
                                         std::string{signed_headers} + ", Signature=" + hmac_hex(secret_key, text));
    }
    void sign_derived(RequestText& request, std::string_view info,
                      std::string_view signed_headers = "content-type;host;x-sdk-date") const {
        const std::string key = hmac_hex(hmac(access_key, secret_key), std::string{info} + "\x01");
        const std::string text = "V11-HMAC-SHA256\n" + request.get("X-Sdk-Date") + "\n" + std::string{info} + "\n" +
                                 canonical_hash(request, signed_headers);
        request.set("Authorization", "V11-HMAC-SHA256 Credential=" + access_key + "/" + std::string{info} +
                                         ", SignedHeaders=" + std::string{signed_headers} +
                                         ", Signature=" + hmac_hex(key, text));
    }

    // `scope` is date/region/service.
    void sign_scoped(RequestText& request, std::string_view scope) const {
        sign_scoped(request, scope, request.query, request.body);
    }
    void sign_scoped(RequestText& request, std::string_view scope, std::string_view query,
                     std::string_view payload) const {
        constexpr std::string_view kSigned = "content-type;host;x-sdk-date";
        RequestText as_signed = request;
        as_signed.query = query;
        as_signed.body = payload;
        std::string key = "SDK" + secret_key;
        std::string steps = std::string{scope} + "/sdk_request";
        for (std::size_t at = 0; at != std::string::npos;) {
            const std::size_t end = steps.find('/', at);
            key = hmac(key, steps.substr(at, end - at));
            at = end == std::string::npos ? end : end + 1;
        }
        const std::string text =
            "SDK-HMAC-SHA256\n" + request.get("X-Sdk-Date") + "\n" + steps + "\n" + canonical_hash(as_signed, kSigned);
        request.set("Authorization", "SDK-HMAC-SHA256 Credential=" + access_key + "/" + steps + ", SignedHeaders=" +
                                         std::string{kSigned} + ", Signature=" + hmac_hex(key, text));
    }

  private:
    static std::string canonical_hash(const RequestText& request, std::string_view signed_headers) {
        const std::string slash = request.path.ends_with('/') ? "" : "/";
        std::string canonical = request.method + "\n" + request.path + slash + "\n" + request.query + "\n";
        std::string_view rest = signed_headers;
        while (!rest.empty()) {
            const std::string name{rest.substr(0, rest.find(';'))};
            rest.remove_prefix(name.size() + (name.size() < rest.size() ? 1 : 0));
            canonical.append(name).append(":").append(request.get(name)).append("\n");
        }
        const std::string sent_hash = request.get("X-Sdk-Content-Sha256");
        canonical.append("\n").append(signed_headers).append("\n");
        canonical += sent_hash.empty() ? hex_encode(crypto::sha256(as_bytes(request.body))) : sent_hash;
        return hex_encode(crypto::sha256(as_bytes(canonical)));
    }
    static std::string hmac(std::string_view key, std::string_view text) {
        return std::string{as_text(crypto::HmacSha256Key{as_bytes(key)}.sign(as_bytes(text)))};
    }
    static std::string hmac_hex(std::string_view key, std::string_view text) {
        return hex_encode(as_bytes(hmac(key, text)));
    }
};

}  // namespace tandem::test
