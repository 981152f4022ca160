#include "http_client.hpp"

#include "tandem/base/startup.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>

#include <charconv>
#include <cstdint>
#include <exception>
#include <system_error>

namespace tandem::app {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Stream = beast::basic_stream<asio::generic::stream_protocol>;
using asio::use_awaitable;

constexpr std::uint64_t kMostAnswerBytes = 16 * 1024 * 1024;

asio::awaitable<void> connect(Stream& stream, const ServerAddress& server) {
    if (server.kind == ServerAddress::Kind::unix_socket) {
        const asio::local::stream_protocol::endpoint endpoint{server.host};
        co_await stream.async_connect(asio::generic::stream_protocol::endpoint{endpoint}, use_awaitable);
        co_return;
    }
    asio::ip::tcp::resolver resolver{stream.get_executor()};
    const auto found = co_await resolver.async_resolve(server.host, server.port, use_awaitable);
    std::exception_ptr last;
    for (const auto& entry : found) {
        try {
            co_await stream.async_connect(asio::generic::stream_protocol::endpoint{entry.endpoint()}, use_awaitable);
            co_return;
        } catch (const boost::system::system_error&) {
            last = std::current_exception();
            stream.socket().close();
        }
    }
    std::rethrow_exception(last);
}

template <class AnyStream>
asio::awaitable<HttpAnswer> exchange(AnyStream& stream, const ServerAddress& server, const HttpRequest& request) {
    http::request<http::string_body> message;
    message.method_string(request.method);
    message.target(request.target);
    message.version(11);
    message.set(http::field::host, server.host_header());
    message.set(http::field::connection, "close");
    for (const auto& [name, value] : request.headers) message.set(name, value);
    message.body() = request.body;
    message.content_length(request.body.size());
    co_await http::async_write(stream, message, use_awaitable);

    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMostAnswerBytes);
    co_await http::async_read(stream, buffer, parser, use_awaitable);
    auto answer = parser.release();
    co_return HttpAnswer{answer.result_int(), std::move(answer.body()), std::string{answer["X-Tandem-Diag"]}};
}

void load_authority(asio::ssl::context& context, const std::string& file) {
    boost::system::error_code error;
    context.load_verify_file(file, error);
    if (error) throw StartupError{ExitCode::usage, "--ca-file " + file + ": " + error.message()};
}

asio::awaitable<HttpAnswer> converse(const ServerAddress& server, const HttpRequest& request,
                                     const HttpOptions& options) {
    Stream plain{co_await asio::this_coro::executor};
    plain.expires_after(options.timeout);
    co_await connect(plain, server);
    if (server.kind != ServerAddress::Kind::https) co_return co_await exchange(plain, server, request);

    asio::ssl::context context{asio::ssl::context::tls_client};
    if (options.certificate_authority.empty())
        context.set_default_verify_paths();
    else
        load_authority(context, options.certificate_authority);
    context.set_verify_mode(asio::ssl::verify_peer);
    beast::ssl_stream<Stream> stream{std::move(plain), context};
    stream.set_verify_callback(asio::ssl::host_name_verification{server.host});
    co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
    co_return co_await exchange(stream, server, request);
}

// Without the place in Boost that what() names; with what helps when nobody listens there.
std::string plain_reason(const boost::system::error_code& error) {
    if (error == beast::error::timeout) return "it took too long";
    const bool nobody =
        error == asio::error::connection_refused || error == boost::system::errc::no_such_file_or_directory;
    return error.message() + (nobody ? "; start one with `tandem dev`" : "");
}

bool is_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, port);
    return number.ec == std::errc{} && number.ptr == end;
}

}  // namespace

ServerAddress ServerAddress::parse(std::string_view url) {
    const auto refuse = [&] {
        throw StartupError{ExitCode::usage,
                           "\"" + std::string{url} +
                               "\" is not http://host:port, https://host:port or unix:/path (port: at most 65535)"};
    };
    ServerAddress address;
    std::string_view rest = url;
    if (rest.starts_with("unix:")) {
        address.kind = Kind::unix_socket;
        address.host = rest.substr(5);
        if (address.host.empty()) refuse();
        return address;
    }
    if (rest.starts_with("https://")) {
        address.kind = Kind::https;
        rest.remove_prefix(8);
    } else if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else if (rest.find("://") != std::string_view::npos) {
        refuse();
    }
    const auto slash = rest.find('/');
    if (slash != std::string_view::npos) address.path = rest.substr(slash);
    auto authority = rest.substr(0, slash);
    const auto bracket = authority.find(']');
    const auto colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
    auto host = authority.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host;
    address.port = colon == std::string_view::npos ? std::string_view{address.kind == Kind::https ? "443" : "80"}
                                                   : authority.substr(colon + 1);
    if (address.host.empty() || !is_port(address.port)) refuse();
    return address;
}

std::string ServerAddress::host_header() const {
    if (kind == Kind::unix_socket) return "localhost";
    return (host.find(':') == std::string::npos ? host : "[" + host + "]") + ":" + port;
}

std::string ServerAddress::text() const {
    if (kind == Kind::unix_socket) return "unix:" + host;
    return (kind == Kind::https ? "https://" : "http://") + host_header();
}

HttpAnswer send_request(const ServerAddress& server, const HttpRequest& request, const HttpOptions& options) {
    asio::io_context context{1};
    HttpAnswer answer;
    std::exception_ptr failure;
    asio::co_spawn(context, converse(server, request, options), [&](std::exception_ptr error, HttpAnswer got) {
        failure = error;
        answer = std::move(got);
    });
    context.run();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const boost::system::system_error& error) {
        throw StartupError{ExitCode::cannot_connect,
                           "no server answers at " + server.text() + ": " + plain_reason(error.code())};
    }
    return answer;
}

}  // namespace tandem::app
