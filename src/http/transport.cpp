#include "transport.hpp"

#include <array>

namespace tandem::http {

namespace {

IoStatus status_of(const error_code& error, IoStatus would_block) noexcept {
    if (!error) return IoStatus::done;
    return error == asio::error::would_block || error == asio::error::try_again ? would_block : IoStatus::ended;
}

}  // namespace

Transport::Transport(Socket socket) : socket_(std::move(socket)) {
    error_code error;
    socket_.non_blocking(true, error);
}

IoStatus Transport::peek_hello(bool& hello) noexcept {
    constexpr char kHandshakeRecord = 0x16;
    char first = 0;
    error_code error;
    const std::size_t size = socket_.receive(asio::buffer(&first, 1), Socket::message_peek, error);
    hello = size == 1 && first == kHandshakeRecord;
    return status_of(error, IoStatus::wants_read);
}

IoResult Transport::read_some(std::span<char> into) noexcept {
    if (tls_) return tls_->read_some(into);
    error_code error;
    const std::size_t bytes = socket_.read_some(asio::buffer(into.data(), into.size()), error);
    return {status_of(error, IoStatus::wants_read), bytes};
}

IoResult Transport::write_some(std::string_view from) noexcept {
    if (tls_) return tls_->write_some(from);
    error_code error;
    const std::size_t bytes = socket_.write_some(asio::buffer(from.data(), from.size()), error);
    return {status_of(error, IoStatus::wants_write), bytes};
}

IoStatus Transport::discard() noexcept {
    std::array<char, 4096> dropped;
    error_code error;
    // Not to the end: a fast sender must not keep the thread.
    for (int reads = 0; reads < 16 && !error; ++reads) socket_.read_some(asio::buffer(dropped), error);
    return error ? status_of(error, IoStatus::wants_read) : IoStatus::wants_read;
}

void Transport::finish_sending() noexcept {
    if (tls_) tls_->close_notify();
    error_code error;
    socket_.shutdown(Socket::shutdown_send, error);
}

void Transport::reset() noexcept {
    tls_.reset();  // no close_notify
    error_code error;
    socket_.set_option(asio::socket_base::linger{true, 0}, error);
    socket_.close(error);
}

void Transport::close() noexcept {
    if (tls_) tls_->close_notify();
    error_code error;
    socket_.close(error);
}

}  // namespace tandem::http
