#include "context.hpp"

#include "tandem/api/context_reader.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

namespace json = boost::json;

constexpr std::string_view kContext = "encryption_context";
constexpr std::string_view kBlanks = " \t\r\n";

// ---- walking over JSON that is known to be right ----

std::size_t skip_blanks(std::string_view text, std::size_t at) noexcept {
    return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

std::size_t skip_string(std::string_view text, std::size_t at) noexcept {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return std::min(at + 1, text.size());
}

std::size_t skip_value(std::string_view text, std::size_t at) noexcept {
    std::size_t depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = skip_string(text, at);
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (c == '}' || c == ']') {
            if (depth == 0) return at;
            --depth;
            ++at;
        } else if (depth == 0 && (c == ',' || kBlanks.find(c) != std::string_view::npos)) {
            return at;
        } else {
            ++at;
            continue;
        }
        if (depth == 0) return at;
    }
    return at;
}

Result<void> check_pairs(const Request& request, const json::object& pairs) {
    for (const json::key_value_pair& pair : pairs) {
        if (!pair.value().is_string()) return fail(ErrorCode::context_malformed, kContext);
    }
    const std::string_view body = request.exchange.request.body;
    if (body.size() <= kMaxContextCharacters) return {};
    const json::object& members = request.body.get_object();
    const auto index = static_cast<std::size_t>(members.find(kContext) - members.begin());
    if (code_points(member_text(body, index)) > kMaxContextCharacters) {
        return fail(ErrorCode::context_too_long, kContext);
    }
    return {};
}

}  // namespace

std::string_view member_text(std::string_view object, std::size_t index) noexcept {
    std::size_t at = skip_blanks(object, 0) + 1;
    for (std::size_t i = 0;; ++i) {
        at = skip_string(object, skip_blanks(object, at));
        const std::size_t begin = skip_blanks(object, skip_blanks(object, at) + 1);  // behind the colon
        const std::size_t end = skip_value(object, begin);
        if (i == index || end >= object.size()) return object.substr(begin, end - begin);
        at = skip_blanks(object, end) + 1;  // behind the comma
    }
}

Result<ByteView> read_context(const Request& request) {
    const json::value* context = request.fields.value(kContext);
    const json::object* pairs = context != nullptr ? context->if_object() : nullptr;
    if (pairs != nullptr) TANDEM_CHECK(check_pairs(request, *pairs));
    return read_context_object(pairs, request.fields.text("additional_authenticated_data"), request.arena);
}

Result<ByteView> read_additional_data(const Request& request, std::string_view field) {
    return read_context_object(nullptr, request.fields.text(field), request.arena);
}

}  // namespace tandem::api::huawei
