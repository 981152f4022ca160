#pragma once
// One connection: waits for readiness, reads, lets the dispatcher answer, writes. Lives on one I/O thread; only a
// request that the dispatcher sends to the worker pool is handled elsewhere, while the session does nothing.

#include "tandem/http/server.hpp"

#include "limits/connection_counts.hpp"
#include "pacing.hpp"
#include "server_time.hpp"
#include "sockets/transport.hpp"
#include "workers/worker_pool.hpp"
#include "workspace.hpp"

#include <boost/intrusive/list.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>

namespace tandem::http {

class IoThread;

using UnauthenticatedHook =
    boost::intrusive::list_member_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

class Session final
    : public boost::intrusive_ref_counter<Session>,
      public boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>> {
  public:
    using Pointer = boost::intrusive_ptr<Session>;

    Session(IoThread& thread, const ListenerOptions& listener, Descriptor socket, const Peer& peer);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // From here on it holds itself, until it is closed.
    void start();
    // The poller's word on its socket.
    void on_ready(const Readiness& readiness);
    // At once. A request on the worker pool ends soon, and its reply is dropped.
    void close() noexcept;
    // The same, and what the client has not taken is dropped: the kernel would keep it for minutes.
    void abort() noexcept;
    // The sweep's part: ends it when its time is over, else counts what the kernel holds for it.
    void check(Ticks now) noexcept;
    // Closes unless a request is being read, handled or answered; that one then is the last.
    void drain() noexcept;

    // Sends what was answered since the last call; then the next request is waited for.
    void send_replies();

    [[nodiscard]] int descriptor() const noexcept { return transport_.descriptor(); }
    [[nodiscard]] const Peer& peer() const noexcept { return peer_; }
    // Whether close() frees what it holds.
    [[nodiscard]] bool may_be_closed() const noexcept { return state_ != State::working; }

    // Linked until a request on this connection was authenticated.
    UnauthenticatedHook unauthenticated;

  private:
    enum class State : std::uint8_t {
        opened,     // nothing received yet
        handshake,  // of TLS
        idle,       // between two requests, or before the first
        active,     // a request is being read or answered
        working,    // it is on the worker pool
        writing,    // the peer does not take the reply fast enough
        pacing,     // a paced reply waits for its next step
        lingering,  // the last reply is sent; reading what the client still sends, lest a reset destroys it
        closed,
    };

    // Goes on with proceed() once the socket is ready for it.
    void wait(IoStatus what);
    void resume();
    void proceed();
    void begin_connection();
    void refuse_plain_http();
    void start_tls();
    void continue_handshake();
    void linger();

    void read();
    // Answers what is in the buffer; then writes, and waits for what comes next.
    void answer_buffered();
    void become_active() noexcept;
    void begin_request();
    // One in front of a request line (RFC 9112 section 2.2): some clients end a body with a line end of its own.
    bool drop_empty_line() noexcept;
    void answer_request();
    // A large body is decoded on the pool, in memory beside its own. False when there is none: it is refused.
    bool prepare_large_body();
    // False: it was refused, or the connection was closed, for want of memory.
    bool keep_parked();
    // Hands the request to the place of the worker pool that the exchange says. False when it is not taken: the reply
    // is a refusal.
    bool hand_over();
    [[nodiscard]] api::Disposition answer_on_worker(Turn turn) noexcept;
    void take_back(api::Disposition disposition);
    // The flow whose turn a request on the worker pool takes.
    [[nodiscard]] Flow flow() const noexcept;
    void finish_request();
    // Sends what a paced reply has for now. True when it is complete; else it goes on later, or the connection ends.
    bool pace();
    void wait_for_next_step();
    // Notices a client that goes away meanwhile; what it sends stays in the buffer.
    void watch_client();
    // Writes what the peer takes; done when that is everything.
    IoStatus write_now() noexcept;
    // False when the rest must wait, or the connection is closed.
    bool flush();
    void become_idle();
    void set_read_deadline() noexcept;
    void note_authenticated() noexcept;
    // Why the request's body is not read, when it needs more memory than there is; asked once for each.
    std::optional<ErrorCode> body_refusal() noexcept;
    // For what the connection itself holds, in user space and in the kernel.
    void lend(std::size_t size) noexcept;
    void give_back(std::size_t size) noexcept;

    // On the I/O thread or a worker: fills the exchange's reply. Never throws.
    [[nodiscard]] api::Disposition dispatch() noexcept;
    void refuse_in_dialect(const Error& error) noexcept;
    void refuse_body(ErrorCode code);
    void refuse_plainly(unsigned status, std::string_view reason);
    void fill_request();
    void stamp_request() noexcept;

    Pointer self_;  // while it is open
    IoThread& thread_;
    const ListenerOptions& listener_;
    Transport transport_;
    std::unique_ptr<Workspace> workspace_;  // while there is a request
    State state_ = State::opened;
    std::optional<IoStatus> waits_for_;
    std::unique_ptr<Pacing> pacing_;           // while a reply goes out over time
    bool request_begun_ = false;               // the reader is in the middle of one
    bool body_admitted_ = false;               // it may grow
    bool empty_line_dropped_ = false;          // in front of the next request
    bool last_reply_ = false;                  // no further request is answered
    bool client_closes_ = false;               // it asked for that, so that nothing more will come
    std::stop_source stop_{std::nostopstate};  // of the request on the worker pool
    std::uint32_t requests_ = 0;
    std::uint32_t lent_ = 0;    // bytes, beside the workspace's
    std::uint32_t unsent_ = 0;  // of those, what the client had not taken when the sweep looked
    bool has_written_ = false;  // since then
    Ticks now_;                 // of the last event
    Ticks opened_at_;
    Ticks request_began_ = 0;
    Ticks body_began_ = 0;
    Ticks deadline_ = 0;
    Peer peer_;
};

}  // namespace tandem::http
