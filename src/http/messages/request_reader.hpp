#pragma once
// One request out of a read buffer: head, limits, framing, body. No I/O here; the session calls advance() whenever
// bytes have come.

#include "tandem/api/wire.hpp"
#include "tandem/http/server.hpp"

#include "read_buffer.hpp"
#include "request_check.hpp"
#include "request_parser.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::http {

// A request that no dialect gets to see; the connection is closed after the answer.
struct Refusal {
    unsigned status = 400;
    std::string_view reason;
};

class RequestReader {
  public:
    enum class Progress {
        incomplete,  // more bytes are needed
        complete,    // request() may be called
        refused,     // see refusal()
        too_large,   // the body is over its limit; request() gives it without a body
    };

    // Begins a new request, which starts at the buffer's first unread byte.
    void begin(const SessionLimits& limits);
    Progress advance(ReadBuffer& input);

    // Whether the client waits for "100 Continue" before it sends the rest of the body. True once.
    bool take_continue() noexcept;
    [[nodiscard]] bool head_done() const noexcept { return phase_ != Phase::head; }
    [[nodiscard]] const Refusal& refusal() const noexcept { return refusal_; }
    // How much free space the buffer should have for the next read.
    [[nodiscard]] std::size_t wanted(const ReadBuffer& input) const noexcept;

    // Views into `input` and into this reader; valid until the buffer changes.
    void fill(api::WireRequest& request, ReadBuffer& input);
    // Bytes of the buffer that the request takes: head and body.
    [[nodiscard]] std::size_t size() const noexcept { return head_size_ + body_size_; }
    [[nodiscard]] std::size_t head_size() const noexcept { return head_size_; }
    [[nodiscard]] bool keep_alive() const noexcept { return keep_alive_; }
    [[nodiscard]] bool http_1_1() const noexcept { return parser_ ? parser_->framing.http_1_1 : true; }

  private:
    enum class Phase { head, sized_body, chunked_body };

    Progress advance_head(ReadBuffer& input);
    Progress parse_head(ReadBuffer& input);
    Progress advance_chunks(ReadBuffer& input);
    // The limit for the request whose head was just parsed.
    [[nodiscard]] std::size_t body_limit() const noexcept;
    Progress refuse(unsigned status, std::string_view reason) noexcept;
    void rebase(const char* base) noexcept;

    const SessionLimits* limits_ = nullptr;
    Phase phase_ = Phase::head;
    HeadScanner scanner_;
    std::optional<RequestParser> parser_;
    std::vector<api::HeaderField> fields_;
    const char* base_ = nullptr;  // the request's first byte when fields_ was made
    std::size_t head_size_ = 0;
    std::size_t body_size_ = 0;  // of a chunked body: decoded so far
    bool keep_alive_ = false;
    bool continue_wanted_ = false;
    Refusal refusal_;
};

}  // namespace tandem::http
