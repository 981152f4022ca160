#pragma once
// A client that sends exactly the bytes it is given, plain or through TLS.

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>
#include <utility>

namespace tandem::test {

struct Reply {
    int status = 0;    // 0: the connection ended
    std::string head;  // with the status line and the empty line
    std::string body;

    [[nodiscard]] std::string header(const std::string& name) const {
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

class WireClient {
  public:
    explicit WireClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port);
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    explicit WireClient(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        std::memcpy(address.sun_path, path.c_str(), path.size());
        connect(reinterpret_cast<const sockaddr*>(&address), sizeof address);
    }
    ~WireClient() {
        tls_.reset();
        ::close(socket_);
    }
    WireClient(const WireClient&) = delete;
    WireClient& operator=(const WireClient&) = delete;

    // Trusts every certificate.
    void start_tls(int max_version = TLS1_3_VERSION, const char* ciphers = nullptr) {
        context_.reset(SSL_CTX_new(TLS_client_method()));
        SSL_CTX_set_max_proto_version(context_.get(), max_version);
        if (ciphers != nullptr) SSL_CTX_set_cipher_list(context_.get(), ciphers);
        tls_.reset(SSL_new(context_.get()));
        SSL_set_fd(tls_.get(), socket_);
        handshaken_ = SSL_connect(tls_.get()) == 1;
    }
    [[nodiscard]] bool handshaken() const noexcept { return handshaken_; }
    [[nodiscard]] SSL* tls() const noexcept { return tls_.get(); }

    // False when the server has closed.
    bool send(std::string_view text) {
        while (!text.empty()) {
            const ssize_t sent = tls_ ? SSL_write(tls_.get(), text.data(), static_cast<int>(text.size()))
                                      : ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    Reply receive(bool without_body = false) {
        Reply reply;
        while (received_.find("\r\n\r\n") == std::string::npos) {
            if (!read_more()) return reply;
        }
        const std::size_t head = received_.find("\r\n\r\n") + 4;
        reply.head = received_.substr(0, head);
        reply.status = std::stoi(reply.head.substr(9, 3));
        received_.erase(0, head);
        const std::string length = reply.header("Content-Length");
        const std::size_t size = length.empty() || without_body ? 0 : std::stoul(length);
        while (received_.size() < size) {
            if (!read_more()) return {};
        }
        reply.body = received_.substr(0, size);
        received_.erase(0, size);
        return reply;
    }
    Reply ask(std::string_view request) {
        send(request);
        return receive();
    }
    // All that still comes until the connection ends; `was_reset()` says how.
    std::string receive_all() {
        while (read_more()) {
        }
        return std::exchange(received_, {});
    }
    [[nodiscard]] bool was_reset() const noexcept { return reset_; }
    // The next bytes without regard to what they mean; at least one, unless the connection ends.
    std::string receive_some() {
        if (received_.empty()) read_more();
        return std::exchange(received_, {});
    }
    // Waits for the server's end of the connection, or a reset.
    bool ended() {
        received_.clear();
        return !read_more();
    }

  private:
    void connect(const sockaddr* address, socklen_t size) {
        // Longer than any test should take: a missing answer fails instead of hanging.
        const timeval limit{20, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
        if (::connect(socket_, address, size) != 0) ADD_FAILURE() << "connect: " << std::strerror(errno);
    }
    bool read_more() {
        char buffer[16 * 1024];
        const ssize_t size =
            tls_ ? SSL_read(tls_.get(), buffer, sizeof buffer) : ::recv(socket_, buffer, sizeof buffer, 0);
        if (size < 0 && errno == EAGAIN) ADD_FAILURE() << "nothing came";
        reset_ = size < 0 && errno == ECONNRESET;
        if (size <= 0) return false;
        received_.append(buffer, static_cast<std::size_t>(size));
        return true;
    }

    struct Free {
        void operator()(SSL* tls) const noexcept { SSL_free(tls); }
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };
    int socket_;
    std::unique_ptr<SSL_CTX, Free> context_;
    std::unique_ptr<SSL, Free> tls_;
    bool handshaken_ = false;
    bool reset_ = false;
    std::string received_;
};

// "GET /path HTTP/1.1" with a Host and `fields` (each with its line end).
inline std::string get(std::string_view target, std::string_view fields = {}) {
    return std::string{"GET "}.append(target).append(" HTTP/1.1\r\nHost: test\r\n").append(fields).append("\r\n");
}
inline std::string post(std::string_view target, std::string_view body, std::string_view fields = {}) {
    return std::string{"POST "}
        .append(target)
        .append(" HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n")
        .append(fields)
        .append("\r\n")
        .append(body);
}

}  // namespace tandem::test
