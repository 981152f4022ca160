#include "tandem/api/form_reader.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <optional>

namespace tandem::api {

namespace {

Error malformed_form(std::string_view what) { return fail(ErrorCode::request_malformed, {}, what); }

Result<void> add_checked(Parameter parameter, ParameterList& to) {
    if (to.size() == kMaxParameters) return malformed_form("more than 1000 parameters");
    if (!is_valid_utf8(parameter.name) || !is_valid_utf8(parameter.value)) return malformed_form("invalid UTF-8");
    to.add(parameter);
    return {};
}

// ---- urlencoded ----

// Form-decodes one name or value; nothing on a bad escape. What needs no decoding stays where it is.
std::optional<std::string_view> form_decode(std::string_view text, Arena& arena) {
    if (text.find_first_of("%+") == std::string_view::npos) return text;
    char* const begin = arena.characters(text.size());
    char* out = begin;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            *out++ = ' ';
        } else if (text[i] != '%') {
            *out++ = text[i];
        } else {
            std::uint8_t byte;
            if (text.size() - i < 3 || !hex_decode_to({&byte, 1}, text.substr(i + 1, 2))) return std::nullopt;
            *out++ = static_cast<char>(byte);
            i += 2;
        }
    }
    return std::string_view{begin, static_cast<std::size_t>(out - begin)};
}

// Takes everything up to `separator` off the front of `text`, and the separator too.
std::string_view take_until(std::string_view& text, std::string_view separator) {
    const std::size_t end = text.find(separator);
    const std::string_view taken = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + separator.size());
    return taken;
}

// ---- multipart ----

constexpr std::string_view kLineEnd = "\r\n";

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// The attribute of a header value such as `form-data; name="keyId"`; nothing when it is not there.
std::optional<std::string_view> attribute(std::string_view header_value, std::string_view name) {
    take_until(header_value, ";");
    while (!header_value.empty()) {
        std::string_view piece = trimmed(take_until(header_value, ";"));
        const std::string_view found = trimmed(take_until(piece, "="));
        if (!equal_ignoring_case(found, name)) continue;
        piece = trimmed(piece);
        if (piece.size() >= 2 && piece.front() == '"' && piece.back() == '"') piece = piece.substr(1, piece.size() - 2);
        return piece;
    }
    return std::nullopt;
}

// The name that a part's header lines give it; empty when none does.
std::string_view part_name(std::string_view header_lines) {
    while (!header_lines.empty()) {
        std::string_view line = take_until(header_lines, kLineEnd);
        const std::string_view field = trimmed(take_until(line, ":"));
        if (equal_ignoring_case(field, "Content-Disposition")) return attribute(line, "name").value_or("");
    }
    return {};
}

// The delimiters of a body. Views into the Content-Type and the body.
class MultipartCursor {
  public:
    MultipartCursor(std::string_view boundary, std::string_view body) : boundary_(boundary), rest_(body) {}

    // Moves behind the next delimiter and returns what was before it; nothing when there is none.
    std::optional<std::string_view> next() {
        constexpr std::string_view kDashes = "--";
        for (std::size_t at = rest_.find(kDashes); at != std::string_view::npos; at = rest_.find(kDashes, at + 1)) {
            const bool at_line_start = (first_ && at == 0) || rest_.substr(0, at).ends_with(kLineEnd);
            if (!at_line_start || !rest_.substr(at + kDashes.size()).starts_with(boundary_)) continue;
            const std::string_view before = rest_.substr(0, at == 0 ? 0 : at - kLineEnd.size());
            rest_.remove_prefix(at + kDashes.size() + boundary_.size());
            first_ = false;
            return before;
        }
        return std::nullopt;
    }
    [[nodiscard]] bool at_end() const { return rest_.starts_with("--"); }
    // The rest of the delimiter's line must be blank.
    bool finish_line() { return trimmed(take_until(rest_, kLineEnd)).empty(); }
    // The header lines of a part, the last line end included.
    std::optional<std::string_view> header_lines() {
        const std::size_t end = rest_.find("\r\n\r\n");
        if (end == std::string_view::npos) return std::nullopt;
        const std::string_view lines = rest_.substr(0, end + kLineEnd.size());
        rest_.remove_prefix(end + kLineEnd.size());  // the value may be empty: keep its line end for next()
        return lines;
    }

  private:
    std::string_view boundary_;
    std::string_view rest_;
    bool first_ = true;
};

constexpr std::size_t kMaxBoundary = 70;  // RFC 2046 section 5.1.1

}  // namespace

const Parameter* ParameterList::find(std::string_view name) const noexcept {
    const auto found = std::find_if(begin(), end(), [&](const Parameter& parameter) { return parameter.name == name; });
    return found == end() ? nullptr : &*found;
}

std::string_view ParameterList::value(std::string_view name) const noexcept {
    const Parameter* parameter = find(name);
    return parameter == nullptr ? std::string_view{} : parameter->value;
}

Result<void> read_urlencoded(std::string_view text, Arena& arena, ParameterList& to) {
    while (!text.empty()) {
        std::string_view value = take_until(text, "&");
        if (value.empty()) continue;
        const auto name = form_decode(take_until(value, "="), arena);
        const auto decoded = form_decode(value, arena);
        if (!name || !decoded) return malformed_form("a bad escape");
        TANDEM_CHECK(add_checked({*name, *decoded}, to));
    }
    return {};
}

Result<void> read_multipart(std::string_view content_type, std::string_view body, ParameterList& to) {
    const std::string_view boundary = attribute(content_type, "boundary").value_or("");
    if (boundary.empty() || boundary.size() > kMaxBoundary) return malformed_form("multipart without a boundary");

    MultipartCursor cursor{boundary, body};
    if (!cursor.next()) return malformed_form("multipart without a part");
    while (!cursor.at_end()) {
        if (!cursor.finish_line()) return malformed_form("text behind a multipart boundary");
        const auto header_lines = cursor.header_lines();
        if (!header_lines) return malformed_form("a multipart part without an end of its header");
        const std::string_view name = part_name(*header_lines);
        if (name.empty()) return malformed_form("a multipart part without a name");
        auto value = cursor.next();
        if (!value) return malformed_form("a multipart part without an end");
        if (!value->empty()) value->remove_prefix(kLineEnd.size());
        TANDEM_CHECK(add_checked({name, *value}, to));
    }
    return {};
}

Result<void> read_parameters(const WireRequest& request, Arena& arena, ParameterList& to) {
    if (request.method != "GET") {
        const std::string_view content_type = request.header("Content-Type");
        if (equal_ignoring_case(media_type(content_type), "multipart/form-data")) {
            TANDEM_CHECK(read_multipart(content_type, request.body, to));
        } else {
            TANDEM_CHECK(read_urlencoded(request.body, arena, to));
        }
    }
    if (request.query.empty()) return {};
    if (to.size() == 0) return read_urlencoded(request.query, arena, to);

    ParameterList of_query;
    TANDEM_CHECK(read_urlencoded(request.query, arena, of_query));
    const std::size_t of_body = to.size();
    for (const Parameter& parameter : of_query) {
        const auto body_end = to.begin() + static_cast<std::ptrdiff_t>(of_body);
        const bool in_body =
            std::any_of(to.begin(), body_end, [&](const Parameter& other) { return other.name == parameter.name; });
        if (!in_body) TANDEM_CHECK(add_checked(parameter, to));
    }
    return {};
}

namespace {

bool urlencoded_carries(std::string_view text, std::string_view name) {
    while (!text.empty()) {
        const std::string_view piece = take_until(text, "&");
        if (piece.starts_with(name) && (piece.size() == name.size() || piece[name.size()] == '=')) return true;
    }
    return false;
}

bool multipart_carries(std::string_view body, std::string_view name) {
    constexpr std::string_view kAttribute = "name=\"";
    for (std::size_t at = body.find(kAttribute); at != std::string_view::npos; at = body.find(kAttribute, at + 1)) {
        const std::string_view rest = body.substr(at + kAttribute.size());
        if (rest.starts_with(name) && rest.substr(name.size()).starts_with('"')) return true;
    }
    return false;
}

}  // namespace

bool carries_parameter(const WireRequest& request, std::string_view name) {
    if (urlencoded_carries(request.query, name)) return true;
    if (request.method == "GET" || request.body.empty()) return false;
    const std::string_view type = media_type(request.header("Content-Type"));
    if (equal_ignoring_case(type, "multipart/form-data")) return multipart_carries(request.body, name);
    if (equal_ignoring_case(type, "application/json")) return false;
    return urlencoded_carries(request.body, name);
}

}  // namespace tandem::api
