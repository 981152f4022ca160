#include "fair_queue.hpp"

#include <algorithm>

namespace tandem::http {

template <class Change>
void FairQueue::change(Flows::iterator flow, Change make) {
    State& state = flow->second;
    turns_.erase({state.used, flow->first});
    make(state);
    if (!state.waiting.empty() && state.running < most_running_) turns_.emplace(state.used, flow->first);
    if (state.waiting.empty() && state.running == 0) flows_.erase(flow);
}

void FairQueue::push(const Flow& flow, Job job, Time now) {
    change(flows_.try_emplace(flow).first, [&](State& state) {
        if (state.waiting.empty()) state.used = std::max(state.used, level_);
        state.waiting.emplace_back(std::move(job), now);
    });
    ++waiting_;
}

std::optional<FairQueue::Taken> FairQueue::take() {
    if (turns_.empty()) return std::nullopt;
    const auto flow = flows_.find(turns_.begin()->second);
    Taken taken{flow->first, {}, {}};
    change(flow, [&](State& state) {
        taken.job = std::move(state.waiting.front().first);
        taken.since = state.waiting.front().second;
        state.waiting.pop_front();
        level_ = state.used;
        state.used += state.usual;
        ++state.running;
    });
    --waiting_;
    return taken;
}

void FairQueue::finished(const Flow& flow, Duration took) {
    change(flows_.find(flow), [&](State& state) {
        --state.running;
        state.used += took - state.usual;
        state.usual = took;
    });
}

std::vector<Job> FairQueue::drop_waiting() {
    std::vector<Job> dropped;
    for (auto flow = flows_.begin(); flow != flows_.end();) {
        change(flow++, [&](State& state) {
            for (auto& [job, since] : state.waiting) dropped.push_back(std::move(job));
            state.waiting.clear();
        });
    }
    waiting_ = 0;
    return dropped;
}

std::size_t FairQueue::waiting(const Flow& flow) const noexcept {
    const auto found = flows_.find(flow);
    return found == flows_.end() ? 0 : found->second.waiting.size();
}

unsigned FairQueue::may_run(const Flow& flow) const noexcept {
    const auto found = flows_.find(flow);
    return found == flows_.end() ? most_running_ : most_running_ - found->second.running;
}

}  // namespace tandem::http
