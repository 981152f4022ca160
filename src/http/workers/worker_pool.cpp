#include "worker_pool.hpp"

#include <algorithm>

namespace tandem::http {

namespace {

// More key generations than that would not be done before their callers give up.
constexpr std::size_t kWaitingGenerations = 64;
// Reading from connections and waiting for the disk go first.
constexpr int kNiceness = 5;
// One flow may keep every processor busy; there are threads for others still, among which the kernel divides them.
constexpr unsigned kThreadsPerProcessor = 4;

// Some threads are left for another flow.
LaneOptions waiting_for_disk(const WorkerPoolOptions& options) {
    return {"tandem-worker", options.workers, options.workers - options.workers / 4, options.queue, options.patience};
}

LaneOptions calculating(const WorkerPoolOptions& options) {
    const unsigned processors = std::max(options.processors, 1U);
    return {"tandem-calc", processors * kThreadsPerProcessor, processors, options.queue, options.patience};
}

// A processor is left by one flow to whatever else there is: beside threads that are busy for seconds, each of the five
// wake-ups of a change would wait for the kernel's next turn. Another flow has a thread at once.
LaneOptions generating(const WorkerPoolOptions& options) {
    const unsigned processors = std::max(options.processors, 2U);
    return {.thread_name = "tandem-keygen",
            .threads = processors,
            .most_of_a_flow = processors - 1,
            .queue = std::min(options.queue, kWaitingGenerations),
            .patience = options.patience,
            .niceness = kNiceness};
}

}  // namespace

WorkerPool::WorkerPool(const WorkerPoolOptions& options)
    : workers_(waiting_for_disk(options)), calculators_(calculating(options)), generators_(generating(options)) {}

void WorkerPool::stop() {
    for (WorkerLane* lane : {&workers_, &calculators_, &generators_}) lane->stop();
}

WorkerLane& WorkerPool::lane(api::Place place) noexcept {
    if (place == api::Place::generator) return generators_;
    return place == api::Place::calculator ? calculators_ : workers_;
}

}  // namespace tandem::http
