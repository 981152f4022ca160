#pragma once
// A connection to a server, in plain or in TLS, whose every step ends at one deadline.

#include "server_address.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

struct ssl_st;

namespace tandem::cli {

// The system's or OpenSSL's word on a connection that failed.
struct ConnectionError : std::runtime_error {
    enum class Kind : unsigned char { refused, no_such_socket, no_access, timeout, closed, other } kind;

    ConnectionError(Kind what, const std::string& message) : std::runtime_error(message), kind(what) {}
};

class Connection {
  public:
    using Deadline = std::chrono::steady_clock::time_point;

    // Connects, to each address of the name in turn, and shakes hands where the address is https. `authority` is a PEM
    // file; empty: the system's authorities. Throws ConnectionError; UserError(usage) for the file, and
    // UserError(unreachable) that says what is wrong with the server's certificate.
    Connection(const ServerAddress& server, const std::string& authority, Deadline deadline);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // All of it. Throws ConnectionError.
    void write(std::string_view bytes);
    // At least one byte; 0: the server has closed. Throws ConnectionError.
    std::size_t read(std::span<char> into);

  private:
    struct FreeTls {
        void operator()(ssl_st* tls) const noexcept;
    };

    void connect_unix(const std::string& path);
    void connect_tcp(const ServerAddress& server);
    void start_tls(const ServerAddress& server, const std::string& authority);
    void wait(short events) const;
    // One step of OpenSSL; whether it is done, after waiting when it is not.
    bool step(int result);

    Deadline deadline_;
    int descriptor_ = -1;
    std::unique_ptr<ssl_st, FreeTls> tls_;
};

}  // namespace tandem::cli
