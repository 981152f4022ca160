#pragma once
// A connection's bytes, plain or through TLS. Nothing here blocks: callers try, and wait for readiness when told to.
// So an idle connection needs no buffer, and most requests cost one receive and one send.

#include "descriptor.hpp"
#include "poller.hpp"
#include "tls/tls.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace tandem::http {

class Transport {
  public:
    explicit Transport(Descriptor socket) noexcept;  // which becomes non-blocking

    [[nodiscard]] int descriptor() const noexcept { return socket_.get(); }
    [[nodiscard]] bool tls() const noexcept { return tls_.has_value(); }
    // The client's beginning, by its first byte; nothing is taken from the connection. done: see `beginning`.
    enum class Beginning : std::uint8_t { tls_handshake, http_method, other };
    IoStatus peek(Beginning& beginning) noexcept;
    void start_tls(const TlsContext& context) { tls_.emplace(context, socket_.get()); }
    IoStatus handshake() noexcept { return noted(tls_->handshake()); }

    IoResult read_some(std::span<char> into) noexcept;
    IoResult write_some(std::string_view from) noexcept;
    // Reads and drops what the client still sends, below TLS.
    IoStatus discard() noexcept;

    // Notes what the poller said. Holds until a try shows otherwise.
    void note(const Readiness& readiness) noexcept;
    // Whether the next try may get somewhere. The poller tells of a change alone: who would wait must ask first.
    [[nodiscard]] bool is_ready(IoStatus what) const noexcept {
        return what == IoStatus::wants_write ? ready_.writable : ready_.readable || (tls_ && tls_->has_pending());
    }

    // Bytes that were written and the peer has not acknowledged.
    [[nodiscard]] std::size_t unsent() const noexcept;

    // Nothing more will be written.
    void finish_sending() noexcept;
    void close() noexcept;
    // The peer sees an error instead of an end, and what it has not read yet is lost.
    void reset() noexcept;

  private:
    IoStatus noted(IoStatus status) noexcept;
    IoResult plain_result(ssize_t size, IoStatus would_block) noexcept;

    Descriptor socket_;
    Readiness ready_;
    std::optional<TlsChannel> tls_;
};

}  // namespace tandem::http
