#include "request_parser.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace tandem::http {

namespace {

constexpr std::size_t kMaxChunkExtensions = 256;

std::string_view view(beast::string_view text) noexcept { return {text.data(), text.size()}; }

bool is_number(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

RequestParser::RequestParser(std::vector<api::HeaderField>& fields, std::size_t max_fields)
    : fields_(fields), max_fields_(max_fields) {
    header_limit(std::numeric_limits<std::uint32_t>::max());  // RequestReader has limits of its own
    body_limit(boost::none);                                  // for the head to say
}

void RequestParser::on_request_impl(beast::http::verb, string_view name, string_view text, int version, error_code&) {
    method = view(name);
    target = view(text);
    framing.http_1_1 = version == 11;
}

void RequestParser::on_field_impl(beast::http::field known, string_view name, string_view value, error_code& error) {
    if (head_done_) return;  // a trailer
    if (fields_.size() == max_fields_) {
        error = beast::http::error::header_limit;
        return;
    }
    fields_.push_back({view(name), view(value)});
    switch (known) {
        case beast::http::field::host:
            ++framing.hosts;
            break;
        case beast::http::field::content_length:
            ++framing.content_lengths;
            framing.content_length_is_number = is_number(view(value));
            break;
        case beast::http::field::transfer_encoding:
            ++framing.transfer_encodings;
            framing.transfer_encoding_is_chunked = api::equal_ignoring_case(view(value), "chunked");
            break;
        case beast::http::field::expect:
            (api::equal_ignoring_case(view(value), "100-continue") ? expects_continue : expects_other) = true;
            break;
        default:
            break;
    }
}

void RequestParser::on_chunk_header_impl(std::uint64_t, string_view extensions, error_code& error) {
    if (extensions.size() > kMaxChunkExtensions) error = beast::http::error::bad_chunk_extension;
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view body, error_code&) {
    std::memmove(body_end, body.data(), body.size());
    body_end += body.size();
    return body.size();
}

}  // namespace tandem::http
