#pragma once
// A request's JSON as text.

#include "tandem/base/startup.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace tandem::app {

inline constexpr std::string_view kNotUtf8 = "the text is not UTF-8; give base64 instead";

// Empty for null. Throws StartupError for a text that JSON cannot carry: replacing its bytes would destroy it silently.
inline std::string json_body(const nlohmann::json& body) {
    if (body.is_null()) return {};
    try {
        return body.dump();
    } catch (const nlohmann::json::type_error&) {
        throw StartupError{ExitCode::failed, std::string{kNotUtf8}};
    }
}

}  // namespace tandem::app
