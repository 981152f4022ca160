#pragma once
// The Asio types of this module. The executor is the concrete one: type erasure costs up to 2 us a request.

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/system/error_code.hpp>

#include <chrono>
#include <cstddef>

namespace tandem::http {

// Bytes that the kernel may hold for a connection in each direction: without a limit of ours it lets that grow to
// megabytes for a peer that does not read, or that sends while we do not. The kernel doubles it for its own overhead
// (socket(7)).
inline constexpr std::size_t kSocketBufferBytes = 64 * 1024;

namespace asio = boost::asio;
using boost::system::error_code;

using Executor = asio::io_context::executor_type;
template <class Protocol>
using Acceptor = asio::basic_socket_acceptor<Protocol, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace tandem::http
