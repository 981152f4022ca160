#pragma once
// TLS 1.2 and 1.3 on the server side. OpenSSL is known to this folder alone.

#include "tandem/http/server.hpp"

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tandem::http {

class TlsLeaves;

// Outcome of a try to read or write.
enum class IoStatus { done, wants_read, wants_write, ended };
struct IoResult {
    IoStatus status;
    std::size_t bytes = 0;
};

// Certificate, key and rules of new connections. Shared, immutable.
class TlsContext {
  public:
    // Both throw UserError, which names the file and the reason.
    static TlsContext from_files(const TlsFiles& files);
    // Certificates of an authority of its own, chosen by the name that a client asks for.
    static TlsContext issued(const LocalTls& local);

    // The authority's certificate in PEM; empty with files.
    [[nodiscard]] std::string authority_pem() const;
    [[nodiscard]] SSL_CTX* get() const noexcept { return context_.get(); }

  private:
    TlsContext(std::shared_ptr<SSL_CTX> context, std::shared_ptr<TlsLeaves> leaves)
        : context_(std::move(context)), leaves_(std::move(leaves)) {}
    std::shared_ptr<SSL_CTX> context_;
    std::shared_ptr<TlsLeaves> leaves_;  // of an issued context, which is never replaced while connections use it
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
