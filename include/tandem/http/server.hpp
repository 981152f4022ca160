#pragma once
// The front end: listeners, I/O threads, the worker pool, and the HTTP/1.1 sessions between them and a dispatcher.

#include "tandem/api/dispatch.hpp"
#include "tandem/base/user_error.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::http {

enum class TlsMode : std::uint8_t { off, optional, required };  // optional: the first byte of a connection decides

struct ListenerOptions {
    // "127.0.0.1:8990", "[::1]:8990", "0.0.0.0:0" or "unix:/path" (made with mode 0600).
    std::string address;
    TlsMode tls = TlsMode::off;
    const api::Dispatcher* dispatcher = nullptr;  // must outlive the server
    // Leave the listener out when this machine does not have its address (IPv6 in many containers); its port() is 0.
    bool skip_if_unavailable = false;
    std::string advice = {};  // ends the message when the address cannot be had
};

// Every limit on what a client sends. Durations are deadlines.
struct SessionLimits {
    std::size_t target_bytes = 32 * 1024;
    std::size_t header_fields = 64;
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 128 * 1024;        // 0: what the vendor of the request's API takes
    std::size_t admin_body_bytes = 128 * 1024;  // below /_tandem/
    std::chrono::milliseconds handshake{5'000};
    std::chrono::milliseconds header{10'000};
    std::chrono::milliseconds body{10'000};  // and a second more for each KiB that has come
    std::chrono::milliseconds idle{65'000};
    std::chrono::milliseconds write{10'000};
    std::chrono::milliseconds request{30'000};    // from its first byte to its reply
    std::size_t connections = 20'000;             // fewer where the process may not have the descriptors
    std::size_t connections_per_address = 1'024;  // loopback is exempt when development
    std::size_t requests_per_connection = 10'000;
    std::chrono::milliseconds connection_age{3'600'000};
    // All that connections hold, in user space and in the kernel. Short of it, bodies are refused (90 %) and
    // connections closed (95 %), those first on which nobody has authenticated.
    std::size_t memory_bytes = 256 * 1024 * 1024;
    std::size_t worker_queue = 4'096;  // requests waiting for a kind of worker; over its share a tenant is throttled
};

struct TlsFiles {
    std::filesystem::path certificate;  // full chain, PEM
    std::filesystem::path key;          // PEM
};

// TLS without certificate files, for development: an authority of the server's own issues what it shows.
struct LocalTls {
    std::filesystem::path folder;    // keeps the authority, as ca.pem and ca.key; empty: in memory
    std::vector<std::string> names;  // host names and addresses beside localhost, *.localhost and the loopback ones
    // Other host names (in lower case) that get a certificate of their own when a client asks for them; may be empty.
    // Called on every I/O thread.
    std::function<bool(std::string_view)> answers_to;
};

struct ServerOptions {
    std::vector<ListenerOptions> listeners;
    unsigned io_threads = 1;
    unsigned worker_threads = 64;  // waiting for the disk
    unsigned processors = 1;       // that private keys and the making of keys may keep busy
    SessionLimits limits;
    bool development = false;  // X-Tandem-Diag header
    TlsFiles tls;              // empty with tls != off: local_tls
    LocalTls local_tls;
    // Called once a request, after its reply is known, on the thread that answered; must not block.
    std::function<void(const api::Exchange&, std::chrono::microseconds)> on_answered;
};

// Counters for the metrics page; read at any time.
struct ServerCounters {
    std::uint64_t connections_open;
    std::uint64_t connections_total;
    std::uint64_t requests_total;
    std::uint64_t connections_displaced;  // closed to make room for another
    std::uint64_t connections_shed;       // closed because memory was short
    std::uint64_t bodies_refused;         // for the same reason
    std::size_t memory_bytes;             // that connections hold now
    std::size_t memory_limit_bytes;
};

class Server {
  public:
    // Binds every listener: first without SO_REUSEPORT, so that a second server is noticed. Throws UserError, which
    // names the holder of a taken port.
    explicit Server(ServerOptions options);
    ~Server();  // stops
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    // The port of a TCP listener, by its place in the options (for port 0). Listeners with port 0 on different
    // addresses get the same port where it is free.
    [[nodiscard]] std::uint16_t port(std::size_t listener = 0) const;

    void start();
    // Stops accepting, lets running requests end (at most `grace`), closes, joins. Within milliseconds when idle.
    void stop(std::chrono::milliseconds grace);
    // Reads the certificate files again; keeps the old ones and returns why when they are not usable.
    std::string reload_certificates();
    // The certificate of the server's own authority, PEM, for clients to trust. Empty with certificate files and
    // without TLS.
    [[nodiscard]] std::string authority_pem() const;

    [[nodiscard]] ServerCounters counters() const noexcept;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace tandem::http
