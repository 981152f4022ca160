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

namespace tandem::http {

namespace asio = boost::asio;
using boost::system::error_code;

using Executor = asio::io_context::executor_type;
template <class Protocol>
using Acceptor = asio::basic_socket_acceptor<Protocol, Executor>;
using Timer =
    asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

}  // namespace tandem::http
