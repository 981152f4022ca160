#include "admin_client.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/user_error.hpp"

#include "json_body.hpp"

#include <cctype>

namespace tandem::cli {
namespace {

using nlohmann::json;

UserError::Kind kind_of_status(unsigned status) {
    switch (status) {
        case 403:
            return UserError::denied;
        case 404:
            return UserError::not_found;
        case 409:
            return UserError::conflict;
        default:
            return status == 429 || status >= 500 ? UserError::server_failed : UserError::failed;
    }
}

std::string refusal_in_words(const HttpAnswer& answer) {
    const auto parsed = json::parse(answer.body, nullptr, false);
    const json::json_pointer message{"/error/message"};
    if (!parsed.is_object() || !parsed.contains(message) || !parsed.at(message).is_string())
        return "no admin API here (HTTP status " + std::to_string(answer.status) +
               "); a server has it on its admin socket: --server unix:/path/admin.sock";
    auto text = parsed.at(message).get<std::string>();
    if (text.starts_with("no such path"))
        text =
            "this server does not have the command; seeds, state, clock, faults and requests are those of "
            "`tandem dev` alone";
    return text;
}

}  // namespace

std::string send_admin(const ServerAddress& server, const HttpOptions& options, std::string method, std::string target,
                       std::string body) {
    const HttpRequest request{std::move(method), std::move(target), {}, std::move(body)};
    auto answer = send_request(server, request, options);
    if (answer.status < 300) return std::move(answer.body);
    throw UserError{kind_of_status(answer.status), {.place = server.text(), .text = refusal_in_words(answer)}};
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char& c : text) {
        const bool plain = std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.';
        out += plain ? std::string{c} : "%" + hex_encode(as_bytes({&c, 1}));
    }
    return out;
}

json call_admin(const ServerAddress& server, const HttpOptions& options, std::string method, std::string target,
                const json& body) {
    const auto text = send_admin(server, options, std::move(method), std::move(target), json_body(body));
    auto parsed = json::parse(text, nullptr, false);
    if (!parsed.is_object())
        throw UserError{UserError::server_failed,
                        {.place = server.text(), .text = "the answer is not of an admin API"}};
    return parsed;
}

}  // namespace tandem::cli
