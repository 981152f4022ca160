#include "bodies.hpp"

#include <algorithm>

namespace tandem::api::admin {

using nlohmann::json;

Result<Members> read_body(const Request& request, std::initializer_list<std::string_view> known) {
    Members members;
    const auto text = request.exchange.request.body;
    if (text.empty()) return members;
    const auto body = json::parse(text, nullptr, false);
    if (!body.is_object()) return fail(ErrorCode::request_malformed);
    for (const auto& [name, value] : body.items()) {
        if (std::ranges::find(known, std::string_view{name}) == known.end())
            return fail(ErrorCode::parameter_unknown, name);
        if (!value.is_string()) return fail(ErrorCode::parameter_type, name, "a string is needed");
        members.emplace(name, value.get<std::string>());
    }
    return members;
}

json with_secret(const service::NewCredential& credential) {
    return {{"id", credential.id}, {"secret", as_text(credential.secret.expose_secret())}};
}

}  // namespace tandem::api::admin
