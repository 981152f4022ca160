#pragma once
// Beast's HTTP/1.1 parser, told to keep nothing: fields become views into the text, and the pieces of a chunked body
// are moved together where they stand.

#include "tandem/api/wire.hpp"

#include "request_check.hpp"

#include <boost/beast/http/basic_parser.hpp>

#include <string_view>
#include <vector>

namespace tandem::http {

namespace beast = boost::beast;

class RequestParser final : public beast::http::basic_parser<true> {
  public:
    // `fields` is filled with views into what is given to put(). Over `max_fields`, put() fails with header_limit; once
    // there is a body_limit(), a chunked body over it makes put() fail with body_limit.
    RequestParser(std::vector<api::HeaderField>& fields, std::size_t max_fields);

    std::string_view method;
    std::string_view target;
    FramingFacts framing;
    bool expects_continue = false;
    bool expects_other = false;

    // Where the next piece of a chunked body goes: not behind the piece itself.
    char* body_end = nullptr;

  private:
    using string_view = beast::string_view;
    using error_code = beast::error_code;

    void on_request_impl(beast::http::verb, string_view name, string_view text, int version, error_code&) override;
    void on_response_impl(int, string_view, int, error_code&) override {}
    void on_field_impl(beast::http::field known, string_view name, string_view value, error_code&) override;
    void on_header_impl(error_code&) override { head_done_ = true; }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(string_view body, error_code&) override { return body.size(); }
    void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code&) override;
    std::size_t on_chunk_body_impl(std::uint64_t remaining, string_view body, error_code&) override;
    void on_finish_impl(error_code&) override {}

    std::vector<api::HeaderField>& fields_;
    std::size_t max_fields_;
    bool head_done_ = false;
};

}  // namespace tandem::http
