#pragma once
// TLS 1.2 and 1.3 on the server side. The only place of this module that knows OpenSSL.

#include "tandem/http/server.hpp"

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::http {

// What a try to read or write came to.
enum class IoStatus { done, wants_read, wants_write, ended };
struct IoResult {
    IoStatus status;
    std::size_t bytes = 0;
};

// Certificate, key and rules of new connections. Shared, immutable.
class TlsContext {
  public:
    // Both throw StartupError, which names the file and the reason.
    static TlsContext from_files(const TlsFiles& files);
    // EC P-256, for localhost, the loopback addresses and `names` (host names or addresses); valid for a year.
    static TlsContext self_made(const std::vector<std::string>& names);

    // The leaf in PEM, for those who want to trust a self-made one.
    [[nodiscard]] std::string certificate_pem() const;
    [[nodiscard]] SSL_CTX* get() const noexcept { return context_.get(); }

  private:
    explicit TlsContext(std::shared_ptr<SSL_CTX> context) : context_(std::move(context)) {}
    std::shared_ptr<SSL_CTX> context_;
};

// The context in use; replaced while connections come. Thread-safe.
class CurrentTlsContext {
  public:
    explicit CurrentTlsContext(TlsContext context) : context_(std::move(context)) {}
    [[nodiscard]] TlsContext get() const {
        const std::lock_guard lock{mutex_};
        return context_;
    }
    void replace(TlsContext context) {
        const std::lock_guard lock{mutex_};
        context_ = std::move(context);
    }

  private:
    mutable std::mutex mutex_;
    TlsContext context_;
};

// One connection's TLS, directly on its non-blocking descriptor (which it does not own): no copies through a pair of
// memory buffers, and some 10 KiB when idle instead of the 60 KiB of asio::ssl::stream.
class TlsChannel {
  public:
    TlsChannel(const TlsContext& context, int descriptor);

    IoStatus handshake() noexcept;
    IoResult read_some(std::span<char> into) noexcept;
    IoResult write_some(std::string_view from) noexcept;
    // Bytes that were received and not yet read: no need to wait for more.
    [[nodiscard]] bool has_pending() const noexcept { return SSL_has_pending(ssl_.get()) == 1; }
    // Tells the peer that nothing more comes.
    void close_notify() noexcept;

  private:
    IoStatus status_of(int result) noexcept;

    struct Free {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };
    std::unique_ptr<SSL, Free> ssl_;
    bool failed_ = false;  // nothing more may be sent then, not even a close_notify
};

}  // namespace tandem::http
