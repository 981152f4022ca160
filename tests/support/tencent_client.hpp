#pragma once
// A client of API 3.0 that signs with TC3-HMAC-SHA256, written from the published rule rather than from the verifier.

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/digest.hpp"

#include "support/wire_text.hpp"

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

namespace tandem::test {

struct TencentClient {
    std::string secret_id;
    std::string secret_key;
    std::string token = {};
    std::string host = "kms.localhost:8990";
    std::string service = "kms";
    std::string version = "2019-01-18";
    std::string region = "ap-guangzhou";
    std::string content_type = "application/json";

    // A POST with a JSON body.
    [[nodiscard]] RequestText post(std::string_view action, std::string_view body, std::int64_t unix_seconds) const {
        RequestText request;
        request.body = body;
        add_headers(request, action, unix_seconds);
        sign(request);
        return request;
    }
    // A GET whose fields are in the query, already encoded.
    [[nodiscard]] RequestText get(std::string_view action, std::string_view query, std::int64_t unix_seconds) const {
        RequestText request;
        request.method = "GET";
        request.query = query;
        add_headers(request, action, unix_seconds);
        request.set("Content-Type", "application/x-www-form-urlencoded");
        sign(request);
        return request;
    }

    // Signs the request as it stands, with the time of its X-TC-Timestamp and exactly these headers.
    void sign(RequestText& request, std::string_view signed_headers = "content-type;host") const {
        const std::string timestamp = request.get("X-TC-Timestamp");
        const std::string scope = utc_date(timestamp) + "/" + service + "/tc3_request";
        const bool unsigned_payload = request.get("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD";
        const std::string_view payload = request.method == "GET" ? std::string_view{} : request.body;

        std::string canonical = request.method + "\n/\n" + (request.method == "GET" ? request.query : "") + "\n";
        std::string_view rest = signed_headers;
        while (!rest.empty()) {
            const std::string name{rest.substr(0, rest.find(';'))};
            rest.remove_prefix(name.size() + (name.size() < rest.size() ? 1 : 0));
            canonical.append(name).append(":").append(request.get(name)).append("\n");
        }
        canonical.append("\n").append(signed_headers).append("\n");
        canonical += sha256_hex(unsigned_payload ? "UNSIGNED-PAYLOAD" : payload);

        const std::string text = "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n" + sha256_hex(canonical);
        const std::string date_key = hmac("TC3" + secret_key, scope.substr(0, 10));
        const std::string signing_key = hmac(hmac(date_key, service), "tc3_request");
        request.set("Authorization", "TC3-HMAC-SHA256 Credential=" + secret_id + "/" + scope +
                                         ", SignedHeaders=" + std::string{signed_headers} +
                                         ", Signature=" + hex_encode(as_bytes(hmac(signing_key, text))));
    }

  private:
    void add_headers(RequestText& request, std::string_view action, std::int64_t unix_seconds) const {
        request.set("Host", host).set("Content-Type", content_type);
        request.set("X-TC-Action", action).set("X-TC-Version", version);
        request.set("X-TC-Timestamp", std::to_string(unix_seconds));
        if (!region.empty()) request.set("X-TC-Region", region);
        if (!token.empty()) request.set("X-TC-Token", token);
    }
    static std::string sha256_hex(std::string_view text) { return hex_encode(crypto::sha256(as_bytes(text))); }
    static std::string hmac(std::string_view key, std::string_view text) {
        return std::string{as_text(crypto::HmacSha256Key{as_bytes(key)}.sign(as_bytes(text)))};
    }
    static std::string utc_date(const std::string& timestamp) {
        const std::chrono::sys_seconds time{std::chrono::seconds{std::stoll(timestamp)}};
        const std::chrono::year_month_day date{std::chrono::floor<std::chrono::days>(time)};
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
        return text;
    }
};

}  // namespace tandem::test
