#pragma once
// Jobs that wait for a thread, a queue a flow: a flow is a tenant, or the address of a caller who is nobody yet.
//
// The next job is one of the flow that has used its threads the least: fair queueing by virtual time, with the time
// that jobs took as their cost (Demers, Keshav, Shenker 1989). A flow that comes anew, or again, starts level with the
// others, so that idleness earns no credit.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

namespace tandem::http {

using Flow = std::array<std::uint8_t, 16>;

// Fate of a job whose turn it is.
enum class Turn : bool { run, too_late };  // too late: it waited so long that its caller is told to come again
using Job = std::function<void(Turn)>;     // must not throw

// Used by one thread at a time. Every operation takes the logarithm of the number of flows.
class FairQueue {
  public:
    using Time = std::chrono::steady_clock::time_point;
    using Duration = std::chrono::steady_clock::duration;
    struct Taken {
        Flow flow;
        Job job;
        Time since;  // it has waited
    };

    // At most `most_running` jobs of one flow run at once.
    explicit FairQueue(unsigned most_running) : most_running_(most_running) {}

    void push(const Flow& flow, Job job, Time now);
    // Nothing when no flow may run one more.
    std::optional<Taken> take();
    // Notes the end of a job; called for each that was taken.
    void finished(const Flow& flow, Duration took);
    // All that wait, which are then forgotten.
    std::vector<Job> drop_waiting();

    [[nodiscard]] bool has_turn() const noexcept { return !turns_.empty(); }
    [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
    [[nodiscard]] std::size_t waiting(const Flow& flow) const noexcept;
    // How many more jobs of the flow may run.
    [[nodiscard]] unsigned may_run(const Flow& flow) const noexcept;

  private:
    struct State {
        std::deque<std::pair<Job, Time>> waiting;
        unsigned running = 0;
        Duration used{};
        Duration usual = std::chrono::milliseconds{1};  // of its last job: charged when the next one starts
    };
    using Flows = std::map<Flow, State>;

    // Changes a flow and puts it where it then belongs.
    template <class Change>
    void change(Flows::iterator flow, Change make);

    const unsigned most_running_;
    Flows flows_;                                // those that wait or run
    std::set<std::pair<Duration, Flow>> turns_;  // those that may run one more, the next one first
    std::size_t waiting_ = 0;
    Duration level_{};  // what the flow that had the last turn had used
};

}  // namespace tandem::http
