#include "http_client.hpp"

#include "tandem/base/startup.hpp"
#include "tandem/http/handshake.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
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

// Throws with what is wrong with the server's certificate.
asio::awaitable<void> shake_hands(beast::ssl_stream<Stream>& stream, const ServerAddress& server) {
    bool other_name = false;
    stream.set_verify_callback([&](bool trusted, asio::ssl::verify_context& context) {
        const bool good = asio::ssl::host_name_verification{server.host}(trusted, context);
        other_name = other_name || (trusted && !good);
        return good;
    });
    boost::system::error_code error;
    co_await stream.async_handshake(asio::ssl::stream_base::client, asio::redirect_error(use_awaitable, error));
    stream.set_verify_callback([](bool trusted, asio::ssl::verify_context&) { return trusted; });
    if (!error) co_return;
    const auto refuse = [&](const std::string& why) {
        throw StartupError{ExitCode::cannot_connect, server.text() + " answers, but " + why};
    };
    if (other_name) refuse("its certificate is not for the name " + server.host);
    using Kind = tandem::http::HandshakeFailure::Kind;
    const auto failure = tandem::http::why_handshake_failed(stream.native_handle(), error);
    if (failure.kind == Kind::untrusted)
        refuse("its certificate is not trusted (" + failure.reason +
               "); --ca-file FILE names its authority, and `tandem ca` prints that of a development server");
    if (failure.kind == Kind::no_tls) refuse("not in TLS; try http:// in place of https://");
    throw boost::system::system_error{error};
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
    co_await shake_hands(stream, server);
    co_return co_await exchange(stream, server, request);
}

// What to do where nobody listens. Sockets are those of a server's administration.
std::string_view remedy(const ServerAddress& server, const boost::system::error_code& error) {
    const bool nobody =
        error == asio::error::connection_refused || error == boost::system::errc::no_such_file_or_directory;
    if (server.kind != ServerAddress::Kind::unix_socket)
        return nobody ? "; `tandem dev` starts one, and --server or TANDEM_ADDR names another" : "";
    if (nobody) return "; does `tandem serve` run there? Its admin listener names the socket";
    return error == asio::error::access_denied ? "; the socket is for the user that the server runs as" : "";
}

// Without the place in Boost that what() names.
std::string reason_of(const ServerAddress& server, const boost::system::error_code& error) {
    if (error == beast::error::timeout) return "no server answers at " + server.text() + ": it took too long";
    if (error == http::error::end_of_stream || error == asio::error::connection_reset)
        return server.text() + " closed the connection without an answer" +
               (server.kind == ServerAddress::Kind::http ? "; does it want https://?" : "");
    return "no server answers at " + server.text() + ": " + error.message() + std::string{remedy(server, error)};
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
        throw StartupError{ExitCode::cannot_connect, reason_of(server, error.code())};
    }
    return answer;
}

}  // namespace tandem::app
