#include "io_thread.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <exception>
#include <pthread.h>
#include <unistd.h>
#include <utility>

namespace tandem::http {

namespace {

// How late a deadline may be noticed: 250 ms, less where a limit is shorter than that.
std::chrono::milliseconds sweep_interval(const SessionLimits& limits) {
    const auto shortest =
        std::min({limits.handshake, limits.header, limits.body, limits.idle, limits.write, limits.request});
    return std::clamp(shortest / 2, std::chrono::milliseconds{5}, std::chrono::milliseconds{250});
}

// An IPv4 client of an IPv6 listener (::ffff:a.b.c.d) is the same client as on an IPv4 one.
asio::ip::address plain_address(const asio::ip::address& address) {
    if (!address.is_v6() || !address.to_v6().is_v4_mapped()) return address;
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
}

Peer peer_of(const asio::ip::tcp::endpoint& endpoint, bool development) {
    const asio::ip::address address = plain_address(endpoint.address());
    Peer peer;
    peer.counted = !(development && address.is_loopback());
    if (address.is_v4()) {
        std::memcpy(peer.network.data() + 4, address.to_v4().to_bytes().data(), 4);
    } else if (address.is_loopback()) {
        peer.network.back() = 1;  // all zeros is no address
    } else {
        std::memcpy(peer.network.data(), address.to_v6().to_bytes().data(), 8);
    }
    return peer;
}

Peer peer_of(const asio::local::stream_protocol::endpoint&, bool) { return {.local = true}; }

bool is_out_of_resources(const error_code& error) {
    return error == asio::error::no_descriptors || error == asio::error::no_buffer_space ||
           error == asio::error::no_memory || error == boost::system::errc::too_many_files_open_in_system;
}

}  // namespace

IoThread::IoThread(const Shared& shared)
    : shared_(shared),
      memory_(shared.memory, shared.options.io_threads),
      work_(context_.get_executor()),
      poller_ready_(context_.get_executor(), ::dup(poller_.descriptor())),
      sweep_timer_(context_.get_executor()),
      grace_timer_(context_.get_executor()) {
    constexpr std::size_t kMostClosedInTurn = 1024;
    closed_in_turn_.reserve(kMostClosedInTurn);
}

IoThread::~IoThread() { join(); }

void IoThread::listen_tcp(const ListenerOptions& listener, const asio::ip::tcp& protocol, int descriptor) {
    tcp_.push_back(std::make_unique<Listening<asio::ip::tcp>>(
        listener, Acceptor<asio::ip::tcp>{context_.get_executor(), protocol, descriptor}));
}

void IoThread::listen_unix(const ListenerOptions& listener, int descriptor) {
    using Protocol = asio::local::stream_protocol;
    unix_.push_back(std::make_unique<Listening<Protocol>>(
        listener, Acceptor<Protocol>{context_.get_executor(), Protocol{}, descriptor}));
}

void IoThread::start() {
    for (const auto& listening : tcp_) accept(*listening);
    for (const auto& listening : unix_) accept(*listening);
    wait_for_sessions();
    thread_ = std::thread{[this] { run(); }};
}

void IoThread::run() {
    pthread_setname_np(pthread_self(), "tandem-io");
    for (;;) {
        try {
            context_.run();
            return;
        } catch (const std::exception& exception) {  // out of memory, or a bug: one connection is lost, not all
            std::fprintf(stderr, "tandem: an I/O thread goes on after: %s\n", exception.what());
        }
    }
}

void IoThread::join() {
    if (thread_.joinable()) thread_.join();
    draining_ = false;
}

// ---- accepting ----

template <class Protocol>
void IoThread::accept(Listening<Protocol>& listening) {
    listening.paused = false;
    listening.acceptor.async_accept(
        listening.peer,
        [this, &listening](const error_code& error, asio::basic_stream_socket<Protocol, Executor> socket) {
            accepted(listening, error, std::move(socket));
        });
}

template <class Protocol>
void IoThread::accepted(Listening<Protocol>& listening, const error_code& error,
                        asio::basic_stream_socket<Protocol, Executor> socket) {
    if (draining_ || error == asio::error::operation_aborted) return;
    if (error) {
        // Without a descriptor for it the connection stays in the queue: trying at once would spin.
        if (is_out_of_resources(error) && !make_descriptor_room()) {
            listening.paused = true;
            return schedule_sweep();
        }
        return accept(listening);
    }
    const Peer peer = peer_of(listening.peer, options().development);
    accept(listening);
    if (make_room(shared_.connections.add(peer), peer)) {
        const Session::Pointer session{new Session{*this, listening.options, Descriptor{socket.release()}, peer}};
        session->start();
    } else {
        shared_.connections.remove(peer);
    }
}

// ---- sessions ----

void IoThread::session_opened(Session& session) {
    ++open_;
    poller_.add(session.descriptor(), &session);
    idle_.push_back(session);
    if (session.peer().local) return schedule_sweep();  // the file's mode has authenticated it
    unauthenticated_.push_back(session);
    unauthenticated_count_.fetch_add(1, std::memory_order_relaxed);
    schedule_sweep();
}

void IoThread::session_idle(Session& session) noexcept {
    session.unlink();
    idle_.push_back(session);
}

void IoThread::session_busy(Session& session) noexcept {
    session.unlink();
    busy_.push_back(session);
}

void IoThread::session_authenticated(Session& session) noexcept {
    session.unauthenticated.unlink();
    unauthenticated_count_.fetch_sub(1, std::memory_order_relaxed);
}

void IoThread::session_closed(Session& session) noexcept {
    session.unlink();
    if (session.unauthenticated.is_linked()) session_authenticated(session);
}

void IoThread::session_ended(const Peer& peer) noexcept {
    shared_.connections.remove(peer);
    --open_;
    stop_if_drained();
}

// ---- turns ----

// A failure, such as memory that is not there, costs one connection.
template <class Step>
void IoThread::guarded(Session& session, const Step& step) noexcept {
    try {
        step();
    } catch (const std::exception& exception) {
        std::fprintf(stderr, "tandem: a connection is closed after: %s\n", exception.what());
        session.close();
    }
}

void IoThread::wait_for_sessions() {
    poller_ready_.async_wait(poller_ready_.wait_read, [this](const error_code& error) {
        if (error) return;
        serve_sessions();
        if (!draining_ || open_ > 0) wait_for_sessions();
    });
}

void IoThread::serve_sessions() {
    constexpr int kMostTurns = 16;  // then timers and new connections
    serving_ = true;
    for (int turn = 0; turn < kMostTurns; ++turn) {
        const auto events = poller_.poll();
        if (events.empty()) break;
        for (const auto& [owner, readiness] : events) {
            // It may close itself and, where memory is short, others.
            const Session::Pointer session{static_cast<Session*>(owner)};
            guarded(*session, [&] { session->on_ready(readiness); });
        }
        send_waiting();
        closed_in_turn_.clear();
    }
    serving_ = false;
}

// Replies of one turn leave together: a send costs several times as much when its receiver is asleep and has to be
// woken, which then only the first of them does.
void IoThread::send_later(Session& session) {
    to_send_.emplace_back(&session);
    if (!serving_ && to_send_.size() == 1) asio::post(context_, [this] { send_waiting(); });
}

void IoThread::send_waiting() {
    sending_.swap(to_send_);
    for (const auto& session : sending_) guarded(*session, [&] { session->send_replies(); });
    sending_.clear();
}

// One timer for all deadlines: a timer operation for each read would cost more than the read.
void IoThread::schedule_sweep() {
    if (sweeping_) return;
    sweeping_ = true;
    sweep_timer_.expires_after(sweep_interval(limits()));
    sweep_timer_.async_wait([this](const error_code& error) {
        sweeping_ = false;
        if (error) return;
        sweep();
    });
}

void IoThread::sweep() {
    const Ticks now = ticks_now();
    for_each_session([now](Session& session) { session.check(now); });
    relieve_memory();
    resume_accepting();
    if (open_ > 0) schedule_sweep();
}

// ---- stopping ----

void IoThread::drain(std::chrono::milliseconds grace) {
    asio::post(context_, [this, grace] { begin_drain(grace); });
}

void IoThread::begin_drain(std::chrono::milliseconds grace) {
    draining_ = true;
    error_code ignored;
    for (const auto& listening : tcp_) listening->acceptor.close(ignored);
    for (const auto& listening : unix_) listening->acceptor.close(ignored);
    for_each_session([](Session& session) { session.drain(); });
    grace_timer_.expires_after(grace);
    grace_timer_.async_wait([this](const error_code& error) {
        if (error) return;
        for_each_session([](Session& session) { session.close(); });
        context_.stop();  // a request on the worker pool still counts as work
    });
    work_.reset();
    stop_if_drained();
}

void IoThread::stop_if_drained() noexcept {
    if (!draining_ || open_ > 0) return;
    sweep_timer_.cancel();
    grace_timer_.cancel();
    error_code ignored;
    poller_ready_.cancel(ignored);
}

}  // namespace tandem::http
