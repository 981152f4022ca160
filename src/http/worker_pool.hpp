#pragma once
// Threads for requests that take milliseconds (disk writes, asymmetric keys), behind a bounded queue.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tandem::http {

class WorkerPool {
  public:
    using Job = std::function<void()>;  // must not throw

    // Threads are started as they are needed, at most `threads`.
    WorkerPool(unsigned threads, std::size_t queue_limit);
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // False when the queue is full or the pool has stopped; the job is not run then. Thread-safe.
    [[nodiscard]] bool submit(Job job);
    // Drops waiting jobs, waits for running ones. Not called by a job.
    void stop();

  private:
    void work();

    const unsigned max_threads_;
    const std::size_t queue_limit_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::vector<std::thread> threads_;
    unsigned idle_ = 0;  // threads without a job, those that are still starting included
    bool stopped_ = false;
};

}  // namespace tandem::http
