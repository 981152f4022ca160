#include "worker_pool.hpp"

#include <algorithm>
#include <pthread.h>
#include <utility>

namespace tandem::http {

WorkerPool::WorkerPool(unsigned threads, std::size_t queue_limit)
    : max_threads_(std::max(threads, 1U)), queue_limit_(queue_limit) {}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::submit(Job job) {
    const std::lock_guard lock{mutex_};
    if (stopped_) return false;
    if (queue_.size() >= idle_ && threads_.size() < max_threads_) {
        threads_.emplace_back([this] { work(); });
        ++idle_;
    }
    // A job that an idle thread is about to take does not count as waiting.
    if (queue_.size() >= queue_limit_ + idle_) return false;
    queue_.push_back(std::move(job));
    wake_.notify_one();
    return true;
}

void WorkerPool::stop() {
    std::deque<Job> dropped;
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock{mutex_};
        stopped_ = true;
        dropped.swap(queue_);
        threads.swap(threads_);
    }
    wake_.notify_all();
    dropped.clear();
    for (std::thread& thread : threads) thread.join();
}

void WorkerPool::work() {
    pthread_setname_np(pthread_self(), "tandem-worker");
    std::unique_lock lock{mutex_};
    for (;;) {
        wake_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
        if (stopped_) return;
        Job job = std::move(queue_.front());
        queue_.pop_front();
        --idle_;
        lock.unlock();
        job();
        job = nullptr;
        lock.lock();
        ++idle_;
    }
}

}  // namespace tandem::http
