#pragma once
// Turns the address of a listener into listening sockets, one for each I/O thread.

#include "tandem/http/server.hpp"

#include "descriptor.hpp"
#include "network.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <utility>
#include <variant>
#include <vector>

namespace tandem::http {

struct UnixPath {
    std::filesystem::path path;
};
using ListenAddress = std::variant<asio::ip::tcp::endpoint, UnixPath>;

// "127.0.0.1:8990", "[::1]:0", "unix:/path". Throws UserError.
ListenAddress parse_listen_address(const std::string& text);

struct BoundTcp {
    asio::ip::tcp::endpoint endpoint;     // with the port that it got
    std::vector<Descriptor> descriptors;  // empty when the address is not available and may be skipped
};

// Binds and listens. A second server on the address is noticed, also where both share the port among their threads:
// the first bind is without SO_REUSEPORT. Throws UserError, of the kind conflict and with the holder's name and
// process id when the port is taken.
BoundTcp bind_tcp(const ListenerOptions& options, asio::ip::tcp::endpoint endpoint, unsigned threads);

// A socket file of mode 0600, removed on destruction. Throws UserError when another server answers there, or when
// the file is no socket; a file that a dead server left is replaced.
class BoundUnix {
  public:
    explicit BoundUnix(std::filesystem::path path);
    ~BoundUnix();
    BoundUnix(const BoundUnix&) = delete;
    BoundUnix& operator=(const BoundUnix&) = delete;
    int release_descriptor() noexcept { return descriptor_.release(); }

  private:
    std::filesystem::path path_;
    Descriptor descriptor_;
    ino_t inode_ = 0;  // so that only its own file is removed
};

}  // namespace tandem::http
