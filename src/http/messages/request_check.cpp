#include "request_check.hpp"

#include "tandem/api/wire.hpp"

namespace tandem::http {

namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

// A field line without its line end.
std::string_view field_line_fault(std::string_view line) noexcept {
    if (is_blank(line.front())) return "a header field is folded over several lines";
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return "a header line has no colon";
    if (colon == 0) return "a header field has no name";
    if (is_blank(line[colon - 1])) return "there is a blank between a header field's name and its colon";
    return {};
}

}  // namespace

HeadScanner::Progress HeadScanner::scan(std::string_view text) {
    const auto malformed = [this](std::string_view why) {
        reason_ = why;
        return Progress::malformed;
    };
    for (;;) {
        const std::size_t line_feed = text.find('\n', searched_);
        if (line_feed == std::string_view::npos) {
            searched_ = text.size();
            return Progress::incomplete;
        }
        std::string_view line = text.substr(line_begin_, line_feed - line_begin_);
        if (line.empty() || line.back() != '\r') return malformed("a line of the head ends in a bare line feed");
        line.remove_suffix(1);
        if (line.find('\r') != std::string_view::npos) return malformed("the head has a bare carriage return");
        if (line.find('\0') != std::string_view::npos) return malformed("the head has a NUL character");
        line_begin_ = searched_ = line_feed + 1;
        if (request_line_size_ == 0) {
            request_line_size_ = line_begin_;
            if (line.empty()) return malformed("the request line is empty");
        } else if (line.empty()) {
            return Progress::complete;
        } else if (const std::string_view fault = field_line_fault(line); !fault.empty()) {
            return malformed(fault);
        }
    }
}

std::string_view framing_fault(const FramingFacts& facts) noexcept {
    if (facts.hosts > 1) return "the Host header field is repeated";
    if (facts.hosts == 0 && facts.http_1_1) return "an HTTP/1.1 request needs a Host header field";
    if (facts.content_lengths > 1) return "the Content-Length header field is repeated";
    if (!facts.content_length_is_number) return "Content-Length is not a number";
    if (facts.transfer_encodings == 0) return {};
    if (facts.content_lengths > 0) return "Content-Length and Transfer-Encoding exclude each other";
    if (facts.transfer_encodings > 1 || !facts.transfer_encoding_is_chunked) {
        return "the only transfer coding that is understood is chunked";
    }
    if (!facts.http_1_1) return "HTTP/1.0 has no Transfer-Encoding";
    return {};
}

TargetParts split_target(std::string_view target) noexcept {
    TargetParts parts;
    if (!target.empty() && target.front() != '/') {
        for (const std::string_view scheme : {"http://", "https://"}) {
            if (!api::equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
            target.remove_prefix(scheme.size());
            parts.authority = target.substr(0, target.find_first_of("/?"));
            target.remove_prefix(parts.authority.size());
            break;
        }
    }
    const std::size_t mark = target.find('?');
    parts.path = target.substr(0, mark);
    if (mark != std::string_view::npos) parts.query = target.substr(mark + 1);
    if (parts.path.empty()) parts.path = "/";
    return parts;
}

}  // namespace tandem::http
