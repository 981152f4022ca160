#include "listener.hpp"

#include "tandem/http/listen_address.hpp"

#include "port_holder.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sstream>
#include <string_view>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <system_error>
#include <unistd.h>

namespace tandem::http {

namespace {

using asio::ip::tcp;

constexpr int kBacklog = 1024;
constexpr std::string_view kUnixPrefix = "unix:";
constexpr const char* kOtherPort = "stop it, or choose another port";

std::string listen_text(int error) { return std::generic_category().message(error); }

[[noreturn]] void fail_bind(const std::string& address, int error) {
    const auto kind = error == EACCES || error == EPERM ? UserError::denied : UserError::configuration;
    throw UserError{kind, "cannot listen on " + address + ": " + listen_text(error)};
}

[[noreturn]] void fail_taken(const std::string& address, const std::optional<Process>& holder, const char* remedy) {
    std::string by = "a process that this user cannot see";
    if (holder) by = "process " + std::to_string(holder->id) + (holder->name.empty() ? "" : " (" + holder->name + ")");
    throw UserError{UserError::conflict, {.text = address + " is already in use by " + by, .remedy = remedy}};
}

std::string listen_text(const tcp::endpoint& endpoint) {
    std::ostringstream text;
    text << endpoint;
    return text.str();
}

void set_option(const Descriptor& socket, int level, int name, int value = 1) {
    ::setsockopt(socket.get(), level, name, &value, sizeof value);
}

// Bound, not yet listening. Leaves errno when it fails, and the descriptor is -1.
Descriptor bind_socket(const tcp::endpoint& endpoint, bool shared) {
    Descriptor socket{::socket(endpoint.protocol().family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (socket.get() < 0) return socket;
    set_option(socket, SOL_SOCKET, SO_REUSEADDR);
    // Accepted sockets inherit these.
    set_option(socket, IPPROTO_TCP, TCP_NODELAY);
    set_option(socket, SOL_SOCKET, SO_RCVBUF, kSocketBufferBytes);
    set_option(socket, SOL_SOCKET, SO_SNDBUF, kSocketBufferBytes);
    if (endpoint.protocol() == tcp::v6()) set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY);
    if (shared) set_option(socket, SOL_SOCKET, SO_REUSEPORT);
    if (::bind(socket.get(), endpoint.data(), static_cast<socklen_t>(endpoint.size())) == 0) return socket;
    const int error = errno;
    socket = Descriptor{};
    errno = error;
    return socket;
}

void listen_or_fail(const Descriptor& socket, const tcp::endpoint& endpoint) {
    if (::listen(socket.get(), kBacklog) == 0) return;
    if (errno == EADDRINUSE) fail_taken(listen_text(endpoint), find_port_holder(endpoint.port()), kOtherPort);
    fail_bind(listen_text(endpoint), errno);
}

void learn_port(const Descriptor& socket, tcp::endpoint& endpoint) {
    socklen_t size = static_cast<socklen_t>(endpoint.capacity());
    ::getsockname(socket.get(), endpoint.data(), &size);
}

sockaddr_un unix_address(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    constexpr std::size_t kLongest = sizeof address.sun_path - 1;
    const std::size_t size = path.native().size();
    if (size == 0 || size > kLongest) {
        throw UserError{UserError::configuration,
                        {.text = "the socket path '" + path.string() + "' has " + std::to_string(size) + " bytes",
                         .remedy = "1 to " + std::to_string(kLongest) + " are possible: choose another"}};
    }
    std::memcpy(address.sun_path, path.c_str(), path.native().size());
    return address;
}

// Whoever answers on the socket file, by its peer credentials.
std::optional<Process> listening_process(const sockaddr_un& address) {
    const Descriptor probe{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    const bool answers = ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    if (!answers && errno != EAGAIN) return std::nullopt;  // EAGAIN: alive, its queue is full
    ucred peer{};
    socklen_t size = sizeof peer;
    ::getsockopt(probe.get(), SOL_SOCKET, SO_PEERCRED, &peer, &size);
    return describe_process(peer.pid);
}

void remove_stale_socket(const std::filesystem::path& path, const sockaddr_un& address) {
    struct stat status{};
    if (::lstat(path.c_str(), &status) != 0) return;
    if (!S_ISSOCK(status.st_mode)) {
        throw UserError{UserError::configuration, path.string() + " exists and is no socket"};
    }
    if (const auto holder = listening_process(address)) fail_taken(path.string(), holder, "");
    ::unlink(path.c_str());
}

}  // namespace

ListenAddress parse_listen_address(const std::string& text) {
    if (text.starts_with(kUnixPrefix)) return UnixPath{text.substr(kUnixPrefix.size())};
    const auto refuse = [&text]() -> UserError {
        return {UserError::configuration,
                {.text = "'" + text + "' is no address to listen on",
                 .remedy = "write 127.0.0.1:8990, [::1]:8990 or unix:/path"}};
    };
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) throw refuse();
    std::string host = text.substr(0, colon);
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (bracketed) host = host.substr(1, host.size() - 2);
    std::uint16_t port = 0;
    const char* const end = text.data() + text.size();
    const auto number = std::from_chars(text.data() + colon + 1, end, port);
    error_code error;
    const asio::ip::address address = asio::ip::make_address(host, error);
    if (error || address.is_v6() != bracketed || number.ptr != end || number.ec != std::errc{}) throw refuse();
    return tcp::endpoint{address, port};
}

void check_listen_address(const std::string& address) {
    const ListenAddress parsed = parse_listen_address(address);
    if (const auto* path = std::get_if<UnixPath>(&parsed)) static_cast<void>(unix_address(path->path));
}

BoundTcp bind_tcp(const ListenerOptions& options, tcp::endpoint endpoint, unsigned threads) {
    const bool shared = threads > 1;
    // The kernel gives port 0 a port that nobody has, so there is nobody to be noticed.
    Descriptor first = bind_socket(endpoint, shared && endpoint.port() == 0);
    if (first.get() < 0) {
        if (errno == EADDRINUSE) fail_taken(listen_text(endpoint), find_port_holder(endpoint.port()), kOtherPort);
        const bool unavailable = errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT;
        if (unavailable && options.skip_if_unavailable) return {};
        fail_bind(listen_text(endpoint), errno);
    }
    BoundTcp bound;
    if (shared && endpoint.port() != 0) first = Descriptor{};
    if (first.get() >= 0) {
        learn_port(first, endpoint);
        bound.descriptors.push_back(std::move(first));
    }
    while (bound.descriptors.size() < threads) {
        bound.descriptors.push_back(bind_socket(endpoint, shared));
        if (bound.descriptors.back().get() < 0) fail_bind(listen_text(endpoint), errno);
    }
    for (const Descriptor& descriptor : bound.descriptors) listen_or_fail(descriptor, endpoint);
    bound.endpoint = endpoint;
    return bound;
}

BoundUnix::BoundUnix(std::filesystem::path path) : path_(std::move(path)) {
    const sockaddr_un address = unix_address(path_);
    remove_stale_socket(path_, address);
    descriptor_ = Descriptor{::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    // Never, not even for a moment, open to others.
    const mode_t before = ::umask(0177);
    const int result = ::bind(descriptor_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const int error = errno;
    ::umask(before);
    if (result != 0) fail_bind(path_.string(), error);
    struct stat status{};
    if (::chmod(path_.c_str(), 0600) != 0 || ::lstat(path_.c_str(), &status) != 0 ||
        ::listen(descriptor_.get(), kBacklog) != 0) {
        const int late_error = errno;
        ::unlink(path_.c_str());
        fail_bind(path_.string(), late_error);
    }
    inode_ = status.st_ino;
}

BoundUnix::~BoundUnix() {
    struct stat status{};
    if (::lstat(path_.c_str(), &status) == 0 && status.st_ino == inode_) ::unlink(path_.c_str());
}

}  // namespace tandem::http
