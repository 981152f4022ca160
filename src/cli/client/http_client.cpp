#include "http_client.hpp"

#include "tandem/base/user_error.hpp"

#include "connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <cstdint>

namespace tandem::cli {
namespace {

using ResponseParser = boost::beast::http::response_parser<boost::beast::http::string_body>;

constexpr std::uint64_t kMostAnswerBytes = 16 * 1024 * 1024;
constexpr std::size_t kBufferBytes = 16 * 1024;

std::string message_of(const ServerAddress& server, const HttpRequest& request) {
    std::string message = request.method + " " + request.target + " HTTP/1.1\r\nHost: " + server.host_header() +
                          "\r\nConnection: close\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (const auto& [name, value] : request.headers) message.append(name).append(": ").append(value).append("\r\n");
    return message.append("\r\n").append(request.body);
}

// The parser leaves what it cannot use yet: a part of the header.
class AnswerReader {
  public:
    explicit AnswerReader(Connection& connection) : connection_(connection) {
        parser_.body_limit(kMostAnswerBytes);
        parser_.eager(true);
    }

    HttpAnswer read() {
        while (!parser_.is_done()) {
            std::array<char, kBufferBytes> buffer;
            const std::size_t bytes = connection_.read(buffer);
            boost::system::error_code error;
            if (bytes == 0) {
                if (!parser_.got_some()) throw ConnectionError{ConnectionError::Kind::closed, "end of stream"};
                parser_.put_eof(error);
            } else {
                pending_.append(buffer.data(), bytes);
                take(error);
            }
            if (error && error != boost::beast::http::error::need_more)
                throw ConnectionError{ConnectionError::Kind::other, error.message()};
        }
        auto answer = parser_.release();
        return {answer.result_int(), std::move(answer.body()), std::string{answer["X-Tandem-Diag"]}};
    }

  private:
    void take(boost::system::error_code& error) {
        while (!error && !pending_.empty() && !parser_.is_done()) {
            const std::size_t taken = parser_.put(boost::asio::buffer(pending_), error);
            if (taken == 0) return;
            pending_.erase(0, taken);
        }
    }

    Connection& connection_;
    ResponseParser parser_;
    std::string pending_;
};

// The remedy where nobody listens. Sockets are those of a server's administration.
std::string remedy_of(const ServerAddress& server, ConnectionError::Kind kind) {
    const bool nobody = kind == ConnectionError::Kind::refused || kind == ConnectionError::Kind::no_such_socket;
    if (server.kind != ServerAddress::Kind::unix_socket)
        return nobody ? "`tandem dev` starts one, and --server or TANDEM_ADDR names another" : "";
    if (nobody) return "does `tandem serve` run there? Its admin listener names the socket";
    return kind == ConnectionError::Kind::no_access ? "the socket is for the user that the server runs as" : "";
}

UserError::Sentence sentence_of(const ServerAddress& server, const ConnectionError& error) {
    if (error.kind == ConnectionError::Kind::closed)
        return {.text = server.text() + " closed the connection without an answer",
                .remedy = server.kind == ServerAddress::Kind::http ? "does it want https://?" : ""};
    return {.text = "no server answers at " + server.text() + ": " + error.what(),
            .remedy = remedy_of(server, error.kind)};
}

}  // namespace

HttpAnswer send_request(const ServerAddress& server, const HttpRequest& request, const HttpOptions& options) {
    try {
        Connection connection{server, options.certificate_authority,
                              std::chrono::steady_clock::now() + options.timeout};
        connection.write(message_of(server, request));
        return AnswerReader{connection}.read();
    } catch (const ConnectionError& error) {
        throw UserError{UserError::unreachable, sentence_of(server, error)};
    }
}

}  // namespace tandem::cli
