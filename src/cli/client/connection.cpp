#include "connection.hpp"

#include "tandem/base/user_error.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tandem::cli {
namespace {

using ConnectionFault = ConnectionError::Kind;
using TlsSettings = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;

[[noreturn]] void fail_connection(int error) {
    const auto kind = error == ECONNREFUSED ? ConnectionFault::refused
                      : error == ENOENT     ? ConnectionFault::no_such_socket
                      : error == EACCES     ? ConnectionFault::no_access
                      : error == ECONNRESET ? ConnectionFault::closed
                                            : ConnectionFault::other;
    throw ConnectionError{kind, std::generic_category().message(error)};
}

[[noreturn]] void fail_late() { throw ConnectionError{ConnectionFault::timeout, "it took too long"}; }

// OpenSSL's words for its first error, which is taken off the queue with all others.
std::string tls_error() {
    const char* const reason = ERR_reason_error_string(ERR_get_error());
    ERR_clear_error();
    return reason != nullptr ? reason : "TLS failed";
}

TlsSettings tls_settings(const std::string& authority) {
    TlsSettings settings{SSL_CTX_new(TLS_client_method()), SSL_CTX_free};
    if (settings == nullptr) throw std::bad_alloc{};
    SSL_CTX_set_verify(settings.get(), SSL_VERIFY_PEER, nullptr);
    ERR_clear_error();
    if (authority.empty())
        SSL_CTX_set_default_verify_paths(settings.get());
    else if (SSL_CTX_load_verify_file(settings.get(), authority.c_str()) != 1)
        throw UserError{UserError::usage, {.place = "--ca-file " + authority, .text = tls_error()}};
    return settings;
}

// The certificate must be for this name, or for this address.
void expect_name(ssl_st* tls, const std::string& host) {
    if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(tls), host.c_str()) == 1) return;
    std::string name = host;  // OpenSSL copies what it takes as mutable
    if (SSL_ctrl(tls, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, name.data()) != 1 ||
        SSL_set1_host(tls, host.c_str()) != 1)
        throw std::bad_alloc{};
}

[[noreturn]] void fail_handshake(const ssl_st* tls, const ServerAddress& server, unsigned long error) {
    const auto refuse = [&](const std::string& why, const std::string& remedy = {}) {
        throw UserError{UserError::unreachable, {.text = server.text() + " answers, but " + why, .remedy = remedy}};
    };
    const long verdict = SSL_get_verify_result(tls);
    if (verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH)
        refuse("its certificate is not for the name " + server.host);
    if (verdict != X509_V_OK)
        refuse("its certificate is not trusted (" + std::string{X509_verify_cert_error_string(verdict)} + ")",
               "--ca-file FILE names its authority, and `tandem ca` prints that of a development server");
    if (ERR_GET_LIB(error) == ERR_LIB_SSL && ERR_GET_REASON(error) == SSL_R_WRONG_VERSION_NUMBER)
        refuse("not in TLS", "try http:// in place of https://");
    if (error == 0) throw ConnectionError{ConnectionFault::closed, "it closed the connection"};
    throw ConnectionError{ConnectionFault::other, tls_error()};
}

}  // namespace

void Connection::FreeTls::operator()(ssl_st* tls) const noexcept { SSL_free(tls); }

Connection::Connection(const ServerAddress& server, const std::string& authority, Deadline deadline)
    : deadline_(deadline) {
    try {
        if (server.kind == ServerAddress::Kind::unix_socket)
            connect_unix(server.host);
        else
            connect_tcp(server);
        if (server.kind == ServerAddress::Kind::https) start_tls(server, authority);
    } catch (...) {
        if (descriptor_ >= 0) ::close(descriptor_);
        throw;
    }
}

Connection::~Connection() {
    tls_.reset();
    ::close(descriptor_);
}

void Connection::wait(short events) const {
    using namespace std::chrono;
    for (;;) {
        const auto left = ceil<milliseconds>(deadline_ - steady_clock::now()).count();
        if (left <= 0) fail_late();
        pollfd waiting{descriptor_, events, 0};
        const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
        if (ready > 0) return;
        if (ready < 0 && errno != EINTR) fail_connection(errno);
    }
}

void Connection::connect_unix(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (path.size() >= sizeof address.sun_path) fail_connection(ENAMETOOLONG);
    path.copy(address.sun_path, path.size());
    descriptor_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) fail_connection(errno);
    // Connecting waits for a place in the listener's queue, which poll() cannot: for as long as a write would.
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline_ - std::chrono::steady_clock::now()).count();
    if (left <= 0) fail_late();
    const timeval patience{left / 1000, left % 1000 * 1000};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the socket API's own shape
    if (::connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        if (errno == EAGAIN) fail_late();
        fail_connection(errno);
    }
    ::fcntl(descriptor_, F_SETFL, ::fcntl(descriptor_, F_GETFL) | O_NONBLOCK);
}

void Connection::connect_tcp(const ServerAddress& server) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    if (const int error = ::getaddrinfo(server.host.c_str(), server.port.c_str(), &hints, &list); error != 0)
        throw ConnectionError{ConnectionFault::other, ::gai_strerror(error)};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> found{list, ::freeaddrinfo};
    int failure = EADDRNOTAVAIL;
    for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
        descriptor_ = ::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (descriptor_ < 0) fail_connection(errno);
        if (::connect(descriptor_, each->ai_addr, each->ai_addrlen) == 0) return;
        failure = errno;
        if (failure == EINPROGRESS) {
            wait(POLLOUT);
            socklen_t size = sizeof failure;
            ::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &failure, &size);
            if (failure == 0) return;
        }
        ::close(std::exchange(descriptor_, -1));
    }
    fail_connection(failure);
}

void Connection::start_tls(const ServerAddress& server, const std::string& authority) {
    const TlsSettings settings = tls_settings(authority);
    tls_.reset(SSL_new(settings.get()));
    if (tls_ == nullptr || SSL_set_fd(tls_.get(), descriptor_) != 1) throw std::bad_alloc{};
    expect_name(tls_.get(), server.host);
    for (;;) {
        ERR_clear_error();
        const int result = SSL_connect(tls_.get());
        if (result == 1) return;
        const int reason = SSL_get_error(tls_.get(), result);
        if (reason != SSL_ERROR_WANT_READ && reason != SSL_ERROR_WANT_WRITE)
            fail_handshake(tls_.get(), server, ERR_peek_error());
        wait(reason == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT);
    }
}

bool Connection::step(int result) {
    if (result == 1) return true;
    switch (SSL_get_error(tls_.get(), result)) {
        case SSL_ERROR_WANT_READ:
            wait(POLLIN);
            return false;
        case SSL_ERROR_WANT_WRITE:
            wait(POLLOUT);
            return false;
        case SSL_ERROR_ZERO_RETURN:
            return true;
        default:
            break;
    }
    const unsigned long error = ERR_peek_error();
    if (error == 0 || ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
        throw ConnectionError{ConnectionFault::closed, "it closed the connection"};
    throw ConnectionError{ConnectionFault::other, tls_error()};
}

void Connection::write(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t written = 0;
        if (tls_ != nullptr) {
            ERR_clear_error();
            if (!step(SSL_write_ex(tls_.get(), bytes.data(), bytes.size(), &written))) continue;
            if (written == 0) throw ConnectionError{ConnectionFault::closed, "it closed the connection"};
        } else {
            const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && errno != EAGAIN && errno != EINTR) fail_connection(errno == EPIPE ? ECONNRESET : errno);
            if (sent < 0) wait(POLLOUT);
            written = static_cast<std::size_t>(std::max<ssize_t>(sent, 0));
        }
        bytes.remove_prefix(written);
    }
}

std::size_t Connection::read(std::span<char> into) {
    for (;;) {
        if (tls_ != nullptr) {
            std::size_t bytes = 0;
            ERR_clear_error();
            if (step(SSL_read_ex(tls_.get(), into.data(), into.size(), &bytes))) return bytes;
            continue;
        }
        const ssize_t bytes = ::recv(descriptor_, into.data(), into.size(), 0);
        if (bytes >= 0) return static_cast<std::size_t>(bytes);
        if (errno != EAGAIN && errno != EINTR) fail_connection(errno);
        wait(POLLIN);
    }
}

}  // namespace tandem::cli
