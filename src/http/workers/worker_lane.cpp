#include "worker_lane.hpp"

#include <algorithm>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

namespace tandem::http {

WorkerLane::WorkerLane(const LaneOptions& options) : options_(options), queue_(std::max(options.most_of_a_flow, 1U)) {}

WorkerLane::~WorkerLane() { stop(); }

bool WorkerLane::submit(const Flow& flow, Job&& job) {
    const std::lock_guard lock{mutex_};
    if (stopped_) return false;
    if (queue_.waiting() >= idle_ && threads_.size() < std::max(options_.threads, 1U)) start_thread();
    if (!has_room(flow)) return false;
    queue_.push(flow, std::move(job), std::chrono::steady_clock::now());
    wake_.notify_one();
    return true;
}

// A job that an idle thread is about to take does not count as waiting.
bool WorkerLane::has_room(const Flow& flow) const noexcept {
    const std::size_t about_to_run = std::min(idle_, queue_.may_run(flow));
    if (queue_.waiting() < about_to_run) return true;
    const std::size_t waiting = queue_.waiting() - about_to_run;
    return waiting < options_.queue && queue_.waiting(flow) < options_.queue - waiting;
}

void WorkerLane::start_thread() {
    threads_.emplace_back([this] { work(); });
    ++idle_;
}

void WorkerLane::stop() {
    std::vector<std::thread> threads;
    std::vector<Job> dropped;
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        dropped = queue_.drop_waiting();
        threads.swap(threads_);
    }
    wake_.notify_all();
    dropped.clear();
    for (std::thread& thread : threads) thread.join();
}

void WorkerLane::work() {
    pthread_setname_np(pthread_self(), options_.thread_name);
    // Niceness of this thread alone, as Linux counts it.
    if (options_.niceness > 0) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), options_.niceness);
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || queue_.has_turn(); });
        if (stopped_) return;
        FairQueue::Taken taken = *queue_.take();
        --idle_;
        lock.unlock();
        const auto began = std::chrono::steady_clock::now();
        taken.job(began - taken.since > options_.patience ? Turn::too_late : Turn::run);
        taken.job = nullptr;
        lock.lock();
        ++idle_;
        queue_.finished(taken.flow, std::chrono::steady_clock::now() - began);
    }
}

}  // namespace tandem::http
