#pragma once
// A request's JSON as text.

#include "tandem/base/user_error.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tandem::cli {

inline constexpr std::string_view kNotUtf8 = "the text is not UTF-8; give base64 instead";

// Empty for null. Throws UserError for a text that JSON cannot carry: replacing its bytes would destroy it silently.
inline std::string json_body(const nlohmann::json& body) {
    if (body.is_null()) return {};
    try {
        return body.dump();
    } catch (const nlohmann::json::type_error&) {
        throw UserError{UserError::failed, std::string{kNotUtf8}};
    }
}

}  // namespace tandem::cli
