#pragma once
// The code under test: a small client of Tencent Cloud KMS 2019-01-18, as an application may have one that does not use
// the vendor's SDK. It knows nothing of Tandem.

#include <nlohmann/json.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <ctime>
#include <httplib.h>
#include <stdexcept>
#include <string>

class TencentKms {
  public:
    TencentKms(const std::string& endpoint, std::string id, std::string secret)
        : http_(endpoint),
          host_(endpoint.substr(endpoint.find("//") + 2)),
          id_(std::move(id)),
          secret_(std::move(secret)) {}

    nlohmann::json call(const std::string& action, const nlohmann::json& parameters) {
        const auto body = parameters.dump();
        const auto now = std::time(nullptr);
        const httplib::Headers headers{{"Host", host_},
                                       {"X-TC-Action", action},
                                       {"X-TC-Version", "2019-01-18"},
                                       {"X-TC-Region", "ap-guangzhou"},
                                       {"X-TC-Timestamp", std::to_string(now)},
                                       {"Authorization", authorization(body, now)}};
        const auto answer = http_.Post("/", headers, body, "application/json");
        if (!answer) throw std::runtime_error("no answer: " + httplib::to_string(answer.error()));
        auto response = nlohmann::json::parse(answer->body).at("Response");
        if (response.contains("Error")) throw std::runtime_error(response["Error"].dump());
        return response;
    }

  private:
    static std::string hex(const std::string& bytes) {
        std::string text;
        for (const unsigned char byte : bytes) {
            text += "0123456789abcdef"[byte >> 4];
            text += "0123456789abcdef"[byte & 15];
        }
        return text;
    }
    static std::string sha256(const std::string& text) {
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha256(), nullptr);
        return hex({digest, digest + size});
    }
    static std::string hmac(const std::string& key, const std::string& text) {
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
        return {digest, digest + size};
    }

    // TC3-HMAC-SHA256, over the content type and the host.
    [[nodiscard]] std::string authorization(const std::string& body, std::time_t now) const {
        char date[16];
        std::strftime(date, sizeof date, "%Y-%m-%d", std::gmtime(&now));
        const auto request =
            "POST\n/\n\ncontent-type:application/json\nhost:" + host_ + "\n\ncontent-type;host\n" + sha256(body);
        const auto scope = std::string{date} + "/kms/tc3_request";
        const auto text = "TC3-HMAC-SHA256\n" + std::to_string(now) + "\n" + scope + "\n" + sha256(request);
        const auto key = hmac(hmac(hmac("TC3" + secret_, date), "kms"), "tc3_request");
        return "TC3-HMAC-SHA256 Credential=" + id_ + "/" + scope +
               ", SignedHeaders=content-type;host, Signature=" + hex(hmac(key, text));
    }

    httplib::Client http_;
    std::string host_, id_, secret_;
};
