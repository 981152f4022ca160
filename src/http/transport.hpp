#pragma once
// A connection's bytes, plain or through TLS. Nothing here blocks: callers try, and wait for readiness when told to.
// So an idle connection needs no buffer, and most requests cost one receive and one send.

#include "network.hpp"
#include "tls.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace tandem::http {

class Transport {
  public:
    explicit Transport(Socket socket);

    [[nodiscard]] bool tls() const noexcept { return tls_.has_value(); }
    // Whether the client begins with a TLS handshake; nothing is taken from the connection. done: see `hello`.
    IoStatus peek_hello(bool& hello) noexcept;
    void start_tls(const TlsContext& context) { tls_.emplace(context, socket_.native_handle()); }
    IoStatus handshake() noexcept { return tls_->handshake(); }

    IoResult read_some(std::span<char> into) noexcept;
    IoResult write_some(std::string_view from) noexcept;
    // Reads and drops what the client still sends, below TLS.
    IoStatus discard() noexcept;
    [[nodiscard]] bool has_pending() const noexcept { return tls_ && tls_->has_pending(); }

    template <class Handler>
    void wait(IoStatus what, Handler&& handler) {
        socket_.async_wait(what == IoStatus::wants_write ? Socket::wait_write : Socket::wait_read,
                           std::forward<Handler>(handler));
    }

    [[nodiscard]] Executor executor() noexcept { return socket_.get_executor(); }
    // Nothing more will be written.
    void finish_sending() noexcept;
    void close() noexcept;
    // The peer sees an error instead of an end, and what it has not read yet is lost.
    void reset() noexcept;

  private:
    Socket socket_;
    std::optional<TlsChannel> tls_;
};

}  // namespace tandem::http
