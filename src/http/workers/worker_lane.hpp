#pragma once
// Threads for one kind of work, behind a queue that is shared fairly.

#include "fair_queue.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem::http {

struct LaneOptions {
    const char* thread_name;             // at most 15 characters
    unsigned threads;                    // started as they are needed
    unsigned most_of_a_flow;             // that run at once
    std::size_t queue;                   // jobs that wait, of all flows
    std::chrono::milliseconds patience;  // a job that has waited longer is too late
    int niceness = 0;                    // above 0: other threads go first where processors are short
};

class WorkerLane {
  public:
    explicit WorkerLane(const LaneOptions& options);
    ~WorkerLane();
    WorkerLane(const WorkerLane&) = delete;
    WorkerLane& operator=(const WorkerLane&) = delete;

    // False, and the job is left alone, when the flow has its share of the queue, or the lane has stopped. A flow may
    // queue as many jobs as there are places left (dynamic thresholds, Choudhury and Hahne 1998): alone half of the
    // queue, one of n a part in n + 1, so that there is always room for one that comes anew. Thread-safe.
    [[nodiscard]] bool submit(const Flow& flow, Job&& job);
    // Drops waiting jobs, waits for running ones. Not called by a job.
    void stop();

  private:
    [[nodiscard]] bool has_room(const Flow& flow) const noexcept;
    void start_thread();
    void work();

    const LaneOptions options_;
    std::mutex mutex_;
    std::condition_variable wake_;
    FairQueue queue_;
    std::vector<std::thread> threads_;
    unsigned idle_ = 0;  // threads without a job, those that are still starting included
    bool stopped_ = false;
};

}  // namespace tandem::http
