#pragma once
// One I/O thread: its event loop, its acceptors, its sessions and what they share. Everything here runs on that thread,
// except where it says otherwise.

#include "tandem/http/server.hpp"

#include "limits/connection_counts.hpp"
#include "limits/memory_budget.hpp"
#include "server_time.hpp"
#include "session.hpp"
#include "sockets/network.hpp"
#include "sockets/poller.hpp"
#include "tls/tls.hpp"
#include "workers/worker_pool.hpp"
#include "workspace.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

namespace tandem::http {

class IoThread;

// State that all I/O threads of a server share; thread-safe.
struct Shared {
    const ServerOptions& options;
    ConnectionCounts& connections;
    WorkerPool& workers;
    CurrentTlsContext* tls;  // null when no listener speaks TLS
    MemoryBudget& memory;
    const std::vector<std::unique_ptr<IoThread>>& threads;
};

class IoThread {
  public:
    explicit IoThread(const Shared& shared);
    ~IoThread();
    IoThread(const IoThread&) = delete;
    IoThread& operator=(const IoThread&) = delete;

    // ---- from other threads ----

    // Takes over a listening descriptor. Before start().
    void listen_tcp(const ListenerOptions& listener, const asio::ip::tcp& protocol, int descriptor);
    void listen_unix(const ListenerOptions& listener, int descriptor);
    void start();
    // Stops accepting and ends when the sessions have, or after `grace`.
    void drain(std::chrono::milliseconds grace);
    void join();
    [[nodiscard]] std::uint64_t requests() const noexcept { return requests_.load(std::memory_order_relaxed); }

    // ---- for its sessions ----

    [[nodiscard]] const ServerOptions& options() const noexcept { return shared_.options; }
    [[nodiscard]] const SessionLimits& limits() const noexcept { return shared_.options.limits; }
    [[nodiscard]] const Shared& shared() const noexcept { return shared_; }
    [[nodiscard]] WorkspacePool& workspaces() noexcept { return workspaces_; }
    [[nodiscard]] MemoryShare& memory() noexcept { return memory_; }
    [[nodiscard]] ServerTime& time() noexcept { return time_; }
    [[nodiscard]] Executor executor() noexcept { return context_.get_executor(); }
    [[nodiscard]] bool draining() const noexcept { return draining_; }
    void count_request() noexcept { requests_.store(requests() + 1, std::memory_order_relaxed); }

    void session_opened(Session& session);
    // Idle sessions are kept in the order in which they became so: the first ones make room when there are too many.
    void session_idle(Session& session) noexcept;
    void session_busy(Session& session) noexcept;
    // Until then it is one of those that are closed first when something is short.
    void session_authenticated(Session& session) noexcept;
    void session_closed(Session& session) noexcept;
    void session_ended(const Peer& peer) noexcept;
    // Calls the session's send_replies() once the other connections that are ready now were read and answered, too.
    void send_later(Session& session);

    // ---- what is short (io_thread_room.cpp) ----

    // Whether a body may be read that needs more memory than its connection has lent.
    [[nodiscard]] bool admits_body(bool authenticated) noexcept;
    // Closes connections while memory is critical, the caller's perhaps. Called once something more was lent.
    void relieve_memory() noexcept;

  private:
    using SessionList = boost::intrusive::list<Session, boost::intrusive::constant_time_size<false>>;
    using UnauthenticatedList =
        boost::intrusive::list<Session,
                               boost::intrusive::member_hook<Session, UnauthenticatedHook, &Session::unauthenticated>,
                               boost::intrusive::constant_time_size<false>>;
    template <class Protocol>
    struct Listening {
        const ListenerOptions& options;
        Acceptor<Protocol> acceptor;
        typename Protocol::endpoint peer{};  // of the connection that is accepted next
        bool paused = false;                 // no descriptors left; the sweep tries again
    };

    void run();
    template <class Protocol>
    void accept(Listening<Protocol>& listening);
    template <class Protocol>
    void accepted(Listening<Protocol>& listening, const error_code& error,
                  asio::basic_stream_socket<Protocol, Executor> socket);
    // False when there is no room for it, even by closing another connection.
    bool make_room(const ConnectionCounts::Totals& totals, const Peer& peer);
    // Whether there may be a descriptor for one more connection now.
    bool make_descriptor_room();
    // Lets the acceptors go on that found no descriptor.
    void resume_accepting();
    // Each closes one of this thread's own, if it has one.
    bool close_oldest_unauthenticated(const Peer* of_peer) noexcept;
    bool close_oldest_idle(const Peer* of_peer) noexcept;
    bool close_for_room(Session& session) noexcept;
    // Another thread that has connections on which nobody has authenticated, or null.
    [[nodiscard]] IoThread* another_with_unauthenticated() const noexcept;

    void schedule_sweep();
    // Closes what is past its deadline.
    void sweep();
    template <class Function>
    void for_each_session(Function function) {
        for (SessionList* list : {&idle_, &busy_}) {
            for (auto next = list->begin(); next != list->end();) function(*next++);  // which may unlink it
        }
    }
    template <class Step>
    static void guarded(Session& session, const Step& step) noexcept;
    void wait_for_sessions();
    // Lets those that are ready go on, turn by turn.
    void serve_sessions();
    void send_waiting();
    void begin_drain(std::chrono::milliseconds grace);
    void stop_if_drained() noexcept;

    const Shared shared_;
    MemoryShare memory_;
    WorkspacePool workspaces_{memory_};
    ServerTime time_;
    SessionList busy_;
    SessionList idle_;
    UnauthenticatedList unauthenticated_;  // beside one of the two others; the oldest first
    std::atomic<std::size_t> unauthenticated_count_{0};
    std::atomic<bool> relief_asked_{false};  // by another thread
    std::size_t open_ = 0;
    std::atomic<std::uint64_t> requests_{0};
    bool draining_ = false;
    bool sweeping_ = false;
    bool serving_ = false;  // in the middle of a turn
    std::thread thread_;
    // Behind what its handlers use, which it destroys.
    asio::io_context context_{1};
    asio::executor_work_guard<Executor> work_;
    Poller poller_;
    asio::posix::basic_stream_descriptor<Executor> poller_ready_;
    Timer sweep_timer_;
    Timer grace_timer_;
    std::vector<std::unique_ptr<Listening<asio::ip::tcp>>> tcp_;
    std::vector<std::unique_ptr<Listening<asio::local::stream_protocol>>> unix_;
    std::vector<Session::Pointer> to_send_;  // answered, in this order
    std::vector<Session::Pointer> sending_;
    std::vector<Session::Pointer> closed_in_turn_;  // the poller's events may still name them
};

}  // namespace tandem::http
