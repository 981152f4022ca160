#include "kms_client.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/crypto/digest.hpp"

#include "json_body.hpp"

#include <array>
#include <cstdio>

namespace tandem::cli {
namespace {

using nlohmann::json;

// 20240601T120000Z
std::string basic_date(TimePoint now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    const auto day = std::chrono::floor<std::chrono::days>(second);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{second - day};
    std::array<char, 64> text;
    std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()));
    return text.data();
}

UserError::Kind kind_of_answer(unsigned status, std::string_view code) {
    if (code == "KMS.0205" || code == "KMS.0207" || status == 404) return UserError::not_found;
    if (code == "KMS.0209" || code == "KMS.0210" || code == "KMS.1104" || status == 409) return UserError::conflict;
    if (status == 401 || status == 403) return UserError::denied;
    if (status == 429 || status >= 500) return UserError::server_failed;
    return UserError::failed;
}

// The service, the gateway and IAM have three forms of an error.
[[noreturn]] void throw_error(const HttpAnswer& answer, const json& body) {
    const json* error = &body;
    if (body.is_object() && body.contains("error") && body.at("error").is_object()) error = &body.at("error");
    const auto member = [&](const char* name) {
        const bool there = error->is_object() && error->contains(name) && error->at(name).is_string();
        return there ? error->at(name).get<std::string>() : std::string{};
    };
    const auto code = member("error_code");
    auto text = member("error_msg");
    if (text.empty()) text = member("message");
    if (text.empty()) text = "HTTP status " + std::to_string(answer.status);
    // Often the same text with more behind it.
    if (answer.diagnosis.starts_with(text))
        text = answer.diagnosis;
    else if (!answer.diagnosis.empty())
        text += " (" + answer.diagnosis + ")";
    if (!code.empty()) text = code + ": " + text;
    throw UserError{kind_of_answer(answer.status, code), text};
}

}  // namespace

void sign_request(HttpRequest& request, const std::string& host, const ClientCredential& credential, TimePoint now) {
    const auto date = basic_date(now);
    std::string path = request.target;
    if (!path.ends_with('/')) path += '/';
    const std::string canonical = request.method + "\n" + path + "\n\nhost:" + host + "\nx-sdk-date:" + date +
                                  "\n\nhost;x-sdk-date\n" + hex_encode(crypto::sha256(as_bytes(request.body)));
    const std::string to_sign = "SDK-HMAC-SHA256\n" + date + "\n" + hex_encode(crypto::sha256(as_bytes(canonical)));
    const crypto::HmacSha256Key key{credential.secret.expose_secret()};
    request.headers.emplace_back("X-Sdk-Date", date);
    request.headers.emplace_back(
        "Authorization", "SDK-HMAC-SHA256 Access=" + credential.id +
                             ", SignedHeaders=host;x-sdk-date, Signature=" + hex_encode(key.sign(as_bytes(to_sign))));
}

KmsClient::KmsClient(ServerAddress server, HttpOptions options, ClientCredential credential)
    : server_(std::move(server)), options_(std::move(options)), credential_(std::move(credential)) {}

json KmsClient::call(std::string_view operation, const json& body) {
    return send("POST", "/v1.0/" + project() + "/kms/" + std::string{operation}, body);
}

json KmsClient::send(std::string method, std::string target, const json& body) {
    HttpRequest request{std::move(method), std::move(target), {{"Content-Type", "application/json"}}, json_body(body)};
    sign_request(request, server_.host_header(), credential_, SystemClock{}.real_now());
    const auto answer = send_request(server_, request, options_);
    auto parsed = json::parse(answer.body, nullptr, false);
    if (answer.status >= 300) throw_error(answer, parsed);
    if (parsed.is_discarded()) throw UserError{UserError::server_failed, "the answer is not JSON"};
    return parsed;
}

const std::string& KmsClient::project() {
    if (!project_.empty()) return project_;
    const auto answer = send("GET", "/v3/projects", nullptr);
    const json::json_pointer first{"/projects/0/id"};
    if (!answer.contains(first) || !answer.at(first).is_string())
        throw UserError{UserError::server_failed, "the server names no project for this credential"};
    project_ = answer.at(first).get<std::string>();
    return project_;
}

}  // namespace tandem::cli
