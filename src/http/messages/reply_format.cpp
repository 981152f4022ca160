#include "reply_format.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <charconv>

namespace tandem::http {

namespace {

constexpr std::size_t kMaxDiagnosis = 512;
// Room for the fixed parts of a head, so that the text grows at most once.
constexpr std::size_t kHeadEstimate = 512;

void append_number(std::string& to, std::size_t value) {
    char digits[20];
    to.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_status_line(std::string& to, unsigned status) {
    if (status == 200) {
        to += "HTTP/1.1 200 OK\r\n";
        return;
    }
    const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    to += "HTTP/1.1 ";
    append_number(to, status);
    to += ' ';
    to.append(reason.data(), reason.size());
    to += "\r\n";
}

// A value may echo what a client sent: no line end may get through.
void append_field(std::string& to, std::string_view name, std::string_view value) {
    to += name;
    to += ": ";
    const std::size_t begin = to.size();
    to += value;
    std::replace_if(
        to.begin() + static_cast<std::ptrdiff_t>(begin), to.end(),
        [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; }, ' ');
    to += "\r\n";
}

void append_length(std::string& to, std::size_t length) {
    to += "Content-Length: ";
    append_number(to, length);
    to += "\r\n";
}

void append_diagnosis(std::string& to, std::string_view text) {
    text = text.substr(0, std::min(text.find_first_of("\r\n"), kMaxDiagnosis));
    if (text.empty()) return;
    to += "X-Tandem-Diag: ";
    std::transform(text.begin(), text.end(), std::back_inserter(to),
                   [](char c) { return c >= 0x20 && c < 0x7f ? c : '?'; });
    to += "\r\n";
}

constexpr bool has_body(unsigned status) noexcept { return status >= 200 && status != 204 && status != 304; }

}  // namespace

void append_reply(std::string& to, const api::WireReply& reply, const api::RequestFacts& facts,
                  const ReplyFrame& frame) {
    to.reserve(to.size() + kHeadEstimate + reply.body.size());
    append_status_line(to, reply.status);
    to += frame.date_line;
    if (has_body(reply.status)) {
        if (!reply.content_type.empty()) append_field(to, "Content-Type", reply.content_type);
        if (!reply.until_close) append_length(to, reply.body.size());
    }
    for (const auto& header : reply.headers) append_field(to, header.name, header.value);
    if (frame.show_diagnosis) append_diagnosis(to, facts.diagnosis);
    if (frame.close) {
        to += "Connection: close\r\n";
    } else if (!frame.http_1_1) {
        to += "Connection: keep-alive\r\n";
    }
    to += "\r\n";
    if (has_body(reply.status) && !frame.head_request) to += reply.body;
}

}  // namespace tandem::http
