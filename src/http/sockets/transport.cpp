#include "transport.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

namespace tandem::http {

Transport::Transport(Descriptor socket) noexcept : socket_(std::move(socket)) {
    ::fcntl(socket_.get(), F_SETFL, ::fcntl(socket_.get(), F_GETFL) | O_NONBLOCK);
}

void Transport::note(const Readiness& readiness) noexcept {
    ready_.readable |= readiness.readable;
    ready_.writable |= readiness.writable;
    ready_.ending |= readiness.ending;
}

IoStatus Transport::noted(IoStatus status) noexcept {
    if (status == IoStatus::wants_read) ready_.readable = false;
    if (status == IoStatus::wants_write) ready_.writable = false;
    return status;
}

IoResult Transport::plain_result(ssize_t size, IoStatus would_block) noexcept {
    if (size > 0) return {IoStatus::done, static_cast<std::size_t>(size)};
    if (size < 0 && errno == EINTR) return {would_block};  // still as ready as it was
    const bool blocks = size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    return {blocks ? noted(would_block) : IoStatus::ended};
}

IoStatus Transport::peek(Beginning& beginning) noexcept {
    constexpr char kHandshakeRecord = 0x16;
    char first = 0;
    const ssize_t size = ::recv(socket_.get(), &first, 1, MSG_PEEK);
    beginning = first == kHandshakeRecord        ? Beginning::tls_handshake
                : (first >= 'A' && first <= 'Z') ? Beginning::http_method
                                                 : Beginning::other;
    return plain_result(size, IoStatus::wants_read).status;
}

IoResult Transport::read_some(std::span<char> into) noexcept {
    if (tls_) {
        const IoResult result = tls_->read_some(into);
        noted(result.status);
        return result;
    }
    const ssize_t size = ::recv(socket_.get(), into.data(), into.size(), 0);
    // Less than there was room for is all that there is, but for the end, of which epoll does not tell twice.
    if (size > 0 && static_cast<std::size_t>(size) < into.size() && !ready_.ending) ready_.readable = false;
    return plain_result(size, IoStatus::wants_read);
}

IoResult Transport::write_some(std::string_view from) noexcept {
    if (tls_) {
        const IoResult result = tls_->write_some(from);
        noted(result.status);
        return result;
    }
    return plain_result(::send(socket_.get(), from.data(), from.size(), MSG_NOSIGNAL), IoStatus::wants_write);
}

IoStatus Transport::discard() noexcept {
    std::array<char, 4096> dropped;
    // Not to the end: a fast sender must not keep the thread.
    for (int reads = 0; reads < 16; ++reads) {
        const auto result =
            plain_result(::recv(socket_.get(), dropped.data(), dropped.size(), 0), IoStatus::wants_read);
        if (result.status != IoStatus::done) return result.status;
    }
    return IoStatus::wants_read;
}

std::size_t Transport::unsent() const noexcept {
    int bytes = 0;
    return ::ioctl(socket_.get(), SIOCOUTQ, &bytes) == 0 && bytes > 0 ? static_cast<std::size_t>(bytes) : 0;
}

void Transport::finish_sending() noexcept {
    if (tls_) tls_->close_notify();
    ::shutdown(socket_.get(), SHUT_WR);
}

void Transport::reset() noexcept {
    tls_.reset();  // no close_notify
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    socket_ = Descriptor{};
}

void Transport::close() noexcept {
    if (tls_) tls_->close_notify();
    socket_ = Descriptor{};
}

}  // namespace tandem::http
