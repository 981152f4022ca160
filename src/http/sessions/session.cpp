#include "session.hpp"

#include "tandem/api/body_limit.hpp"

#include "io_thread.hpp"
#include "messages/reply_format.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <utility>

namespace tandem::http {

namespace {

constexpr Ticks kLingerTime = ticks_of(std::chrono::seconds{5});
// A body may come as slowly as this, beside the time that every body has.
constexpr Ticks kTicksPerBodyByte = ticks_of(std::chrono::seconds{1}) / 1024;
// Bytes that a connection holds without a request: the session, and the kernel's socket, inode, entries of epoll and
// files.
constexpr std::size_t kConnectionBytes = 4 * 1024;
// OpenSSL's, in the midst of a handshake and behind it.
constexpr std::size_t kHandshakeBytes = 48 * 1024;
constexpr std::size_t kTlsBytes = 12 * 1024;
// The most that a dialect's copies of a body take: a JSON text and the stack on which it was put together.
constexpr std::size_t kDecodedTimes = 5;
// Replies to pipelined requests are gathered up to this size.
constexpr std::size_t kOutputLimit = 64 * 1024;

void log_exception(const char* what) noexcept { std::fprintf(stderr, "tandem: a request failed inside: %s\n", what); }

}  // namespace

Session::Session(IoThread& thread, const ListenerOptions& listener, Descriptor socket, const Peer& peer)
    : thread_(thread),
      listener_(listener),
      transport_(std::move(socket)),
      now_(ticks_now()),
      opened_at_(now_),
      peer_(peer) {}

Session::~Session() {
    thread_.workspaces().give(std::move(workspace_));
    give_back(lent_);
    thread_.session_ended(peer_);
}

// ---- the connection ----

void Session::start() {
    const SessionLimits& limits = thread_.limits();
    deadline_ = now_ + ticks_of(listener_.tls == TlsMode::required ? limits.handshake : limits.header);
    thread_.session_opened(*this);
    self_ = this;
    lend(kConnectionBytes);
    thread_.relieve_memory();
    if (state_ != State::closed) begin_connection();
}

void Session::begin_connection() {
    if (listener_.tls == TlsMode::off) return wait(IoStatus::wants_read);
    using enum Transport::Beginning;
    auto beginning = other;
    switch (transport_.peek(beginning)) {
        case IoStatus::done:
            if (beginning == tls_handshake) return start_tls();
            if (listener_.tls == TlsMode::optional) return read();
            return beginning == http_method ? refuse_plain_http() : start_tls();
        case IoStatus::ended:
            return close();
        default:
            return wait(IoStatus::wants_read);
    }
}

// A client that forgot the s of https would see a connection that ends. What else it sends is not read.
void Session::refuse_plain_http() {
    workspace_ = thread_.workspaces().take();
    begin_request();
    refuse_plainly(400, "This port speaks TLS alone and was sent a plain HTTP request: use https:// in its address.");
    finish_request();
    thread_.send_later(*this);
}

void Session::start_tls() {
    transport_.start_tls(thread_.shared().tls->get());
    lend(kHandshakeBytes);
    state_ = State::handshake;
    deadline_ = now_ + ticks_of(thread_.limits().handshake);
    continue_handshake();
}

void Session::continue_handshake() {
    switch (const IoStatus status = transport_.handshake()) {
        case IoStatus::done:
            state_ = State::idle;
            give_back(kHandshakeBytes - kTlsBytes);
            deadline_ = now_ + ticks_of(thread_.limits().header);
            return read();
        case IoStatus::ended:
            return close();
        default:
            return wait(status);
    }
}

void Session::wait(IoStatus what) {
    waits_for_ = what;
    // Ready already, of which the poller will not tell again. Others have their turn first.
    if (transport_.is_ready(what)) asio::post(thread_.executor(), [self = Pointer{this}] { self->resume(); });
    // Whoever waits may do so for long. An idle connection holds no workspace.
    if (workspace_ != nullptr) thread_.workspaces().recount(*workspace_);
    if (workspace_ != nullptr || state_ == State::handshake) thread_.relieve_memory();
}

void Session::on_ready(const Readiness& readiness) {
    transport_.note(readiness);
    resume();
}

void Session::resume() {
    if (!waits_for_ || !transport_.is_ready(*waits_for_)) return;
    waits_for_.reset();
    proceed();
}

void Session::proceed() {
    now_ = ticks_now();
    switch (state_) {
        case State::opened:
            return listener_.tls == TlsMode::off ? read() : begin_connection();
        case State::handshake:
            return continue_handshake();
        case State::idle:
        case State::active:
            return read();
        case State::writing:
            state_ = State::active;
            return answer_buffered();
        case State::lingering:
            return transport_.discard() == IoStatus::ended ? close() : wait(IoStatus::wants_read);
        case State::pacing:
            return watch_client();
        case State::working:
        case State::closed:
            return;
    }
}

void Session::linger() {
    transport_.finish_sending();
    thread_.workspaces().give(std::move(workspace_));
    state_ = State::lingering;
    deadline_ = now_ + kLingerTime;
    wait(IoStatus::wants_read);
}

void Session::close() noexcept {
    if (state_ == State::closed) return;
    const Pointer last = std::move(self_);
    if (state_ == State::working) {
        stop_.request_stop();
    } else {
        thread_.workspaces().give(std::move(workspace_));
        give_back(lent_);
    }
    state_ = State::closed;
    waits_for_.reset();
    pacing_.reset();
    thread_.session_closed(*this);
    transport_.close();
}

void Session::abort() noexcept {
    transport_.reset();
    close();
}

void Session::check(Ticks now) noexcept {
    if (deadline_ < now) return state_ == State::writing ? abort() : close();
    if (!has_written_ && unsent_ == 0) return;
    has_written_ = false;
    const std::size_t unsent = transport_.unsent();
    give_back(unsent_);
    lend(unsent);
    unsent_ = static_cast<std::uint32_t>(unsent);
}

void Session::drain() noexcept {
    if (pacing_ != nullptr) return close();
    if (state_ != State::active && state_ != State::working && state_ != State::writing) close();
}

void Session::become_idle() {
    thread_.workspaces().give(std::move(workspace_));
    if (thread_.draining()) return close();
    state_ = State::idle;
    deadline_ = now_ + ticks_of(thread_.limits().idle);
    thread_.session_idle(*this);
    wait(IoStatus::wants_read);
}

// ---- requests ----

void Session::read() {
    if (!workspace_) workspace_ = thread_.workspaces().take();
    ReadBuffer& input = workspace_->input;
    if (request_begun_) input.make_room(workspace_->reader.wanted(input));
    const IoResult result = transport_.read_some(input.free_space());
    if (result.status == IoStatus::ended) return close();
    if (result.status != IoStatus::done) {
        if (state_ != State::active) thread_.workspaces().give(std::move(workspace_));
        return wait(result.status);
    }
    input.commit(result.bytes);
    answer_buffered();
}

void Session::answer_buffered() {
    for (;;) {
        if (pacing_ != nullptr && !pace()) return;
        Workspace& work = *workspace_;
        if (drop_empty_line()) continue;
        const bool has_input = !work.input.empty() && !last_reply_;
        // Small replies to pipelined requests go out together.
        if (!has_input) return thread_.send_later(*this);
        if (work.output.size() > kOutputLimit && !flush()) return;
        if (!request_begun_) begin_request();
        switch (work.reader.advance(work.input)) {
            case RequestReader::Progress::incomplete:
                if (const auto refusal = body_refusal()) {
                    refuse_body(*refusal);
                    break;
                }
                if (work.reader.take_continue()) work.output += kContinueReply;
                set_read_deadline();
                return flush() ? wait(IoStatus::wants_read) : void();
            case RequestReader::Progress::complete:
                answer_request();
                if (state_ != State::active) return;
                break;
            case RequestReader::Progress::refused:
                refuse_plainly(work.reader.refusal().status, work.reader.refusal().reason);
                finish_request();
                break;
            case RequestReader::Progress::too_large:
                refuse_body(ErrorCode::request_too_large);
                break;
        }
    }
}

void Session::send_replies() {
    if (state_ != State::active || !flush()) return;
    if (last_reply_) return client_closes_ || thread_.draining() ? close() : linger();
    become_idle();
}

bool Session::drop_empty_line() noexcept {
    constexpr std::string_view kLineEnd = "\r\n";
    if (empty_line_dropped_ || last_reply_ || !workspace_->input.unread().starts_with(kLineEnd)) return false;
    become_active();
    workspace_->input.consume(kLineEnd.size());
    empty_line_dropped_ = true;
    request_begun_ = false;  // which its first half may have been taken for
    return true;
}

void Session::become_active() noexcept {
    if (state_ == State::active) return;
    state_ = State::active;
    thread_.session_busy(*this);
}

void Session::begin_request() {
    become_active();
    request_begun_ = true;
    request_began_ = now_;
    body_began_ = 0;
    body_admitted_ = false;
    workspace_->reader.begin(thread_.limits());
}

void Session::fill_request() {
    workspace_->reader.fill(workspace_->exchange.request, workspace_->input);
    stamp_request();
}

void Session::stamp_request() noexcept {
    api::WireRequest& request = workspace_->exchange.request;
    request.client = peer_.network;
    request.tls = transport_.tls();
    request.arrived = thread_.time().real(now_);
    request.arrived_ticks = now_;
}

bool Session::prepare_large_body() {
    Workspace& work = *workspace_;
    work.decoding = kDecodedTimes * work.exchange.request.body.size();
    thread_.workspaces().recount(work);
    work.exchange.place = api::Place::calculator;
    thread_.relieve_memory();
    if (state_ == State::closed) return false;
    if (!thread_.memory().budget().is_exhausted()) return true;
    refuse_body(ErrorCode::throttled);
    return false;
}

void Session::answer_request() {
    fill_request();
    if (workspace_->exchange.request.body.size() > api::kLeastBodyLimit) {
        if (!prepare_large_body()) return;
    } else if (dispatch() == api::Disposition::answered) {
        return finish_request();
    }
    note_authenticated();
    if (!keep_parked()) return;
    // Replies to earlier requests do not wait for this one.
    if (write_now() == IoStatus::ended) return close();

    stop_ = std::stop_source{};
    workspace_->exchange.stop = stop_.get_token();
    if (!hand_over()) finish_request();
}

// Memory that a request takes along to its worker counts as what its client makes the server hold.
bool Session::keep_parked() {
    if (workspace_->exchange.continuation == nullptr) return true;
    thread_.workspaces().recount(*workspace_);
    thread_.relieve_memory();
    if (state_ == State::closed) return false;
    if (!thread_.memory().budget().is_exhausted()) return true;
    refuse_in_dialect(fail(ErrorCode::throttled));
    finish_request();
    return false;
}

bool Session::hand_over() {
    state_ = State::working;
    deadline_ = request_began_ + ticks_of(thread_.limits().request);
    // The event loop must not end before the reply is back. The pointer only moves: the last reference to a session
    // must be dropped on its own thread.
    Job job = [self = Pointer{this}, work = asio::make_work_guard(thread_.executor())](Turn turn) mutable {
        const api::Disposition disposition = self->answer_on_worker(turn);
        asio::post(work.get_executor(), [self = std::move(self), disposition] { self->take_back(disposition); });
    };
    if (thread_.shared().workers.submit(workspace_->exchange.place, flow(), std::move(job))) return true;
    state_ = State::active;
    refuse_in_dialect(fail(ErrorCode::throttled));
    return false;
}

Flow Session::flow() const noexcept {
    const api::RequestFacts& facts = workspace_->exchange.facts;
    Flow flow{};
    if (facts.has_tenant) {
        std::ranges::copy(facts.tenant.bytes, flow.begin());
    } else {
        std::ranges::copy(peer_.network, flow.begin());
    }
    return flow;
}

api::Disposition Session::answer_on_worker(Turn turn) noexcept {
    if (turn == Turn::run && !stop_.stop_requested()) return dispatch();
    refuse_in_dialect(fail(ErrorCode::throttled));
    return api::Disposition::answered;
}

void Session::take_back(api::Disposition disposition) {
    if (state_ == State::closed) return;
    now_ = ticks_now();
    if (disposition == api::Disposition::moves && hand_over()) return;
    state_ = State::active;
    finish_request();
    answer_buffered();
}

void Session::note_authenticated() noexcept {
    if (workspace_->exchange.facts.has_tenant && unauthenticated.is_linked()) thread_.session_authenticated(*this);
}

std::optional<ErrorCode> Session::body_refusal() noexcept {
    const Workspace& work = *workspace_;
    if (body_admitted_ || !work.reader.head_done() || !work.input.must_grow(work.reader.wanted(work.input))) {
        return std::nullopt;  // what fits into the lent buffer is always read
    }
    if (!thread_.memory().budget().could_hold((1 + kDecodedTimes) * work.reader.size()))
        return ErrorCode::request_too_large;
    body_admitted_ = thread_.admits_body(!unauthenticated.is_linked());
    return body_admitted_ ? std::nullopt : std::optional{ErrorCode::throttled};
}

// Without a body, which is not read; the connection ends behind the answer.
void Session::refuse_body(ErrorCode code) {
    if (code == ErrorCode::throttled) thread_.memory().budget().count_refused_body();
    fill_request();
    workspace_->exchange.request.body = {};
    refuse_in_dialect(fail(code));
    workspace_->exchange.reply.close = true;
    finish_request();
}

void Session::lend(std::size_t size) noexcept {
    thread_.memory().lend(size);
    lent_ += static_cast<std::uint32_t>(size);
}

void Session::give_back(std::size_t size) noexcept {
    thread_.memory().give_back(size);
    lent_ -= static_cast<std::uint32_t>(size);
}

void Session::finish_request() {
    note_authenticated();
    Workspace& work = *workspace_;
    api::Exchange& exchange = work.exchange;
    const SessionLimits& limits = thread_.limits();
    const bool we_close = exchange.reply.close || exchange.reply.until_close;
    client_closes_ = !we_close && !work.reader.keep_alive();
    last_reply_ = we_close || !work.reader.keep_alive() || ++requests_ >= limits.requests_per_connection ||
                  now_ - opened_at_ > ticks_of(limits.connection_age) || thread_.draining();
    std::string paced_text;
    append_reply(exchange.reply.paced ? paced_text : work.output, exchange.reply, exchange.facts,
                 {.http_1_1 = work.reader.http_1_1(),
                  .close = last_reply_,
                  .head_request = exchange.request.method == "HEAD",
                  .show_diagnosis = thread_.options().development,
                  .date_line = thread_.time().date_line(thread_.time().real(now_))});
    thread_.count_request();
    if (const auto& hook = thread_.options().on_answered) {
        hook(exchange, std::chrono::microseconds{(ticks_now() - exchange.request.arrived_ticks) / 1000});
    }
    if (exchange.reply.paced) {
        exchange.reply.paced->begin(std::move(paced_text));
        pacing_ = std::make_unique<Pacing>(std::move(exchange.reply.paced), Timer{thread_.executor()});
    }
    work.clear_exchange();
    work.input.consume(std::min(work.reader.size(), work.input.unread().size()));
    request_begun_ = empty_line_dropped_ = false;
}

IoStatus Session::write_now() noexcept {
    Workspace& work = *workspace_;
    while (!work.unwritten().empty()) {
        const IoResult result = transport_.write_some(work.unwritten());
        if (result.status != IoStatus::done) return result.status;
        has_written_ = true;
        work.written += result.bytes;
    }
    work.clear_output();
    return IoStatus::done;
}

bool Session::flush() {
    const IoStatus status = write_now();
    if (status == IoStatus::done) return true;
    if (status == IoStatus::ended) {
        close();
        return false;
    }
    const SessionLimits& limits = thread_.limits();
    state_ = State::writing;
    deadline_ = now_ + ticks_of(limits.write);
    if (pacing_ == nullptr) deadline_ = std::min(deadline_, request_began_ + ticks_of(limits.request));
    wait(status);
    return false;
}

void Session::set_read_deadline() noexcept {
    const SessionLimits& limits = thread_.limits();
    if (!workspace_->reader.head_done()) {
        deadline_ = request_began_ + ticks_of(limits.header);
        return;
    }
    if (body_began_ == 0) body_began_ = now_;
    const auto received = static_cast<Ticks>(workspace_->input.unread().size() - workspace_->reader.head_size());
    deadline_ = std::min(body_began_ + ticks_of(limits.body) + received * kTicksPerBodyByte,
                         request_began_ + ticks_of(limits.request));
}

// ---- answers ----

api::Disposition Session::dispatch() noexcept {
    try {
        return listener_.dispatcher->handle(workspace_->exchange);
    } catch (const std::exception& exception) {
        log_exception(exception.what());
    } catch (...) {
        log_exception("something that is no std::exception");
    }
    workspace_->exchange.reply.clear();
    refuse_in_dialect(fail(ErrorCode::internal));
    return api::Disposition::answered;
}

void Session::refuse_in_dialect(const Error& error) noexcept {
    try {
        listener_.dispatcher->refuse(workspace_->exchange, error);
    } catch (...) {
        log_exception("a dialect could not refuse");
        workspace_->exchange.reply.clear();
        workspace_->exchange.reply.status = 500;
    }
}

void Session::refuse_plainly(unsigned status, std::string_view reason) {
    stamp_request();
    api::Exchange& exchange = workspace_->exchange;
    exchange.reply.status = status;
    exchange.reply.content_type = "text/plain";
    exchange.reply.body.append(reason).append("\n");
    exchange.reply.close = true;
    exchange.facts.failed = true;
    exchange.facts.error = ErrorCode::request_malformed;
    exchange.facts.diagnosis = reason;
}

}  // namespace tandem::http
