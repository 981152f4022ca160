// The part of a session that sends a reply over time.

#include "session.hpp"

#include <limits>

namespace tandem::http {

bool Session::pace() {
    using Then = api::PacedReply::Then;
    for (;;) {
        if (!flush()) return false;
        if (!pacing_->step) {
            pacing_->step = pacing_->reply->next(workspace_->output);
            continue;
        }
        switch (pacing_->step->then) {
            case Then::wait:
                wait_for_next_step();
                return false;
            case Then::finished:
                pacing_.reset();
                return true;
            case Then::close:
                pacing_.reset();
                linger();
                return false;
            case Then::reset:
                transport_.reset();
                close();
                return false;
        }
    }
}

void Session::wait_for_next_step() {
    state_ = State::pacing;
    deadline_ = std::numeric_limits<Ticks>::max();
    pacing_->timer.expires_after(pacing_->step->pause);
    pacing_->step.reset();
    pacing_->timer.async_wait([self = Pointer{this}](const error_code& error) {
        if (error || self->state_ != State::pacing) return;
        self->waits_for_.reset();
        self->now_ = ticks_now();
        self->state_ = State::active;
        self->answer_buffered();
    });
    watch_client();
}

void Session::watch_client() {
    while (!workspace_->input.free_space().empty()) {
        const IoResult result = transport_.read_some(workspace_->input.free_space());
        if (result.status == IoStatus::ended) return close();
        if (result.status != IoStatus::done) return wait(result.status);
        workspace_->input.commit(result.bytes);
    }
}

}  // namespace tandem::http
