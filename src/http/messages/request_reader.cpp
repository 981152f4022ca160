#include "request_reader.hpp"

#include "tandem/api/body_limit.hpp"

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <utility>

namespace tandem::http {

namespace {

constexpr std::size_t kLeastRead = 4 * 1024;
// The longest chunk header or trailer section.
constexpr std::size_t kMaxChunkText = 8 * 1024;
// Method, version, blanks and line end of a request line.
constexpr std::size_t kRequestLineRest = 128;
// "0" CRLF CRLF: what every chunked body still holds before it is complete. Beast asserts that it is given so much.
constexpr std::size_t kLeastChunkText = 5;

}  // namespace

void RequestReader::begin(const SessionLimits& limits) {
    limits_ = &limits;
    phase_ = Phase::head;
    scanner_ = {};
    fields_.clear();
    parser_.emplace(fields_, limits.header_fields);
    head_size_ = body_size_ = 0;
    keep_alive_ = continue_wanted_ = false;
    refusal_ = {};
}

RequestReader::Progress RequestReader::refuse(unsigned status, std::string_view reason) noexcept {
    refusal_ = {status, reason};
    return Progress::refused;
}

RequestReader::Progress RequestReader::advance(ReadBuffer& input) {
    if (phase_ == Phase::head) {
        if (const Progress head = advance_head(input); head != Progress::complete) return head;
    }
    if (phase_ == Phase::chunked_body) return advance_chunks(input);
    return input.unread().size() >= size() ? Progress::complete : Progress::incomplete;
}

RequestReader::Progress RequestReader::advance_head(ReadBuffer& input) {
    switch (scanner_.scan(input.unread())) {
        case HeadScanner::Progress::malformed:
            return refuse(400, scanner_.reason());
        case HeadScanner::Progress::incomplete:
            if (input.unread().size() < limits_->target_bytes + limits_->header_bytes + kRequestLineRest) {
                return Progress::incomplete;
            }
            return scanner_.request_line_size() == 0 ? refuse(414, "the request target is too long")
                                                     : refuse(431, "the header fields are too long");
        case HeadScanner::Progress::complete:
            return parse_head(input);
    }
    return Progress::incomplete;
}

RequestReader::Progress RequestReader::parse_head(ReadBuffer& input) {
    head_size_ = scanner_.size();
    base_ = input.data();
    boost::system::error_code error;
    const std::size_t parsed = parser_->put(boost::asio::buffer(base_, head_size_), error);
    if (error == beast::http::error::header_limit) return refuse(431, "there are too many header fields");
    if (error == beast::http::error::bad_version) return refuse(505, "only HTTP/1.0 and HTTP/1.1 are spoken");
    // The rules on framing first: where both object, they say it better.
    const std::string_view fault = framing_fault(parser_->framing);
    if (error) return refuse(400, fault.empty() ? "the request head is malformed" : fault);
    if (!fault.empty()) return refuse(400, fault);
    if (parsed != head_size_) return refuse(400, "the request head is malformed");

    if (parser_->target.size() > limits_->target_bytes) return refuse(414, "the request target is too long");
    if (head_size_ - scanner_.request_line_size() > limits_->header_bytes) {
        return refuse(431, "the header fields are too long");
    }
    if (parser_->expects_other) return refuse(417, "the only expectation that is understood is 100-continue");
    const std::size_t limit = body_limit();
    if (parser_->content_length().value_or(0) > limit) return Progress::too_large;
    parser_->body_limit(limit);  // for chunks

    keep_alive_ = parser_->keep_alive();
    phase_ = parser_->chunked() ? Phase::chunked_body : Phase::sized_body;
    if (phase_ == Phase::sized_body) body_size_ = parser_->content_length().value_or(0);
    continue_wanted_ = parser_->expects_continue && parser_->framing.http_1_1;
    parser_->eager(true);
    return Progress::complete;
}

std::size_t RequestReader::body_limit() const noexcept {
    if (parser_->target.starts_with("/_tandem/")) return limits_->admin_body_bytes;
    if (limits_->body_bytes != 0) return limits_->body_bytes;
    const bool is_small = !parser_->chunked() && parser_->content_length().value_or(0) <= api::kLeastBodyLimit;
    if (is_small) return api::kLeastBodyLimit;
    api::WireRequest head;
    head.method = parser_->method;
    head.path = split_target(parser_->target).path;
    head.headers = fields_;
    return api::vendor_body_limit(head);
}

// The buffer holds the head, what is decoded of the body, and what came after that.
RequestReader::Progress RequestReader::advance_chunks(ReadBuffer& input) {
    const std::size_t decoded_before = size();
    const std::size_t raw = input.unread().size() - decoded_before;
    if (raw < kLeastChunkText) return Progress::incomplete;

    char* const begin = input.data() + decoded_before;
    parser_->body_end = begin;
    boost::system::error_code error;
    const std::size_t parsed = parser_->put(boost::asio::buffer(begin, raw), error);
    const std::size_t decoded = static_cast<std::size_t>(parser_->body_end - begin);
    body_size_ += decoded;
    input.erase(size(), parsed - decoded);

    if (error == beast::http::error::body_limit) {
        body_size_ = 0;
        return Progress::too_large;
    }
    if (error && error != beast::http::error::need_more) return refuse(400, "the chunked body is malformed");
    if (parser_->is_done()) return Progress::complete;
    if (raw - parsed > kMaxChunkText) return refuse(400, "a chunk header or trailer is too long");
    return Progress::incomplete;
}

bool RequestReader::take_continue() noexcept { return std::exchange(continue_wanted_, false); }

std::size_t RequestReader::wanted(const ReadBuffer& input) const noexcept {
    if (phase_ != Phase::sized_body) return kLeastRead;
    // Memory grows with what has come, piece by piece, not with what is announced.
    const std::size_t received = input.unread().size();
    return std::clamp(size() - received, std::size_t{1}, std::max(received / 4, ReadBuffer::kReserved));
}

void RequestReader::fill(api::WireRequest& request, ReadBuffer& input) {
    rebase(input.data());
    const TargetParts target = split_target(parser_->target);
    request.method = parser_->method;
    request.authority = target.authority;
    request.path = target.path;
    request.query = target.query;
    request.headers = fields_;
    request.body = input.unread().substr(head_size_, body_size_);
}

// The buffer may have moved while the body came.
void RequestReader::rebase(const char* base) noexcept {
    if (base == base_) return;
    const auto moved = [this, base](std::string_view text) {
        return text.empty() ? text : std::string_view{base + (text.data() - base_), text.size()};
    };
    parser_->method = moved(parser_->method);
    parser_->target = moved(parser_->target);
    for (api::HeaderField& field : fields_) field = {moved(field.name), moved(field.value)};
    base_ = base;
}

}  // namespace tandem::http
