#pragma once
// Rules on the raw text of a request head that the HTTP parser is too lenient about, and that decide where a request
// ends: what two programs read differently can be used to smuggle a request past one of them. No I/O here.

#include <cstddef>
#include <string_view>

namespace tandem::http {

// Looks for the end of a request head, line by line, and refuses bare CR or LF, NUL, folded fields (RFC 9112 section
// 5.2), a blank before a field's colon (section 5.1), and fields without a name. Can be called again with more text.
class HeadScanner {
  public:
    enum class Progress { incomplete, complete, malformed };

    // `text` is everything since the request's first byte.
    Progress scan(std::string_view text);

    // Once complete: the length of the whole head with its empty line, and of the request line with its line end.
    [[nodiscard]] std::size_t size() const noexcept { return line_begin_; }
    // 0 until the request line is complete.
    [[nodiscard]] std::size_t request_line_size() const noexcept { return request_line_size_; }
    // Once malformed: why, for people.
    [[nodiscard]] std::string_view reason() const noexcept { return reason_; }

  private:
    std::size_t line_begin_ = 0;
    std::size_t searched_ = 0;
    std::size_t request_line_size_ = 0;
    std::string_view reason_;
};

// Fields that decide how a body is framed, as counted by the parser.
struct FramingFacts {
    unsigned hosts = 0;
    unsigned content_lengths = 0;
    unsigned transfer_encodings = 0;
    bool content_length_is_number = true;      // digits alone, no list
    bool transfer_encoding_is_chunked = true;  // exactly "chunked", in any case
    bool http_1_1 = true;
};

// Empty when the framing is unambiguous, else why not. Any text of Host is accepted: one client sends a whole URL.
std::string_view framing_fault(const FramingFacts& facts) noexcept;

struct TargetParts {
    std::string_view path;       // "/" when an absolute-form target has none
    std::string_view query;      // after the first '?'
    std::string_view authority;  // of an absolute-form target
};

// Takes off scheme and authority of an absolute-form target (RFC 9112 section 3.2.2), and splits at the first '?'.
TargetParts split_target(std::string_view target) noexcept;

}  // namespace tandem::http
