#pragma once
// A reply as text. No I/O here.

#include "tandem/api/wire.hpp"

#include <string>
#include <string_view>

namespace tandem::http {

struct ReplyFrame {
    bool http_1_1 = true;
    bool close = false;
    bool head_request = false;    // answered without the body, with its length
    bool show_diagnosis = false;  // X-Tandem-Diag, in development
    std::string_view date_line;   // "Date: ...\r\n"
};

// Appends head and body, so that one write sends them. Values of header fields lose their control characters.
void append_reply(std::string& to, const api::WireReply& reply, const api::RequestFacts& facts,
                  const ReplyFrame& frame);

inline constexpr std::string_view kContinueReply = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace tandem::http
