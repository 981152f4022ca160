#pragma once
// The one thread that writes, with group commit: it takes every commit that waits, checks them in order against the
// index and each other, writes all that hold in one transaction, publishes them, and answers.

#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include "index/index.hpp"
#include "installation.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <future>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace tandem::store {

class StorageThread {
  public:
    // From here on the backend is this thread's, and so is the writing side of the index.
    StorageThread(Backend& backend, Index& index, Installation& installation);
    StorageThread(const StorageThread&) = delete;
    StorageThread& operator=(const StorageThread&) = delete;
    // Finishes what waits.
    ~StorageThread();

    // Blocks until the changes are durable and visible, or refused. Any thread.
    Result<Epoch> commit(const KeySpacePlace& space, std::vector<Change> changes);

    // The epoch of the last commit that readers can see.
    [[nodiscard]] Epoch epoch() const noexcept { return epoch_.load(std::memory_order_acquire); }
    // False from a failed write until one succeeds.
    [[nodiscard]] bool is_writable() const noexcept { return is_writable_.load(std::memory_order_relaxed); }

  private:
    struct Commit {
        const KeySpacePlace& space;
        std::vector<Change> changes;
        std::promise<Result<Epoch>> answer;
    };
    struct Accepted {
        Commit* commit;
        Epoch epoch;
    };

    struct Work {
        std::vector<Commit*> commits;
        bool stopping;
    };

    static void answer(Commit& commit, Result<Epoch> result);
    void run();
    // Takes what waits. Without any commits: the thread is to end, or `patience` ran out.
    Work wait_for_commits(std::optional<std::chrono::milliseconds> patience);
    // Does the first commits, as many as can share a transaction, and returns the rest.
    std::span<Commit*> run_batch(std::span<Commit*> commits);
    Result<void> write(const std::vector<std::vector<RowWrite>>& batches);
    // Writes what is there already, to see whether there is room again.
    void probe();

    Backend& backend_;
    Index& index_;
    Installation& installation_;
    std::atomic<Epoch> epoch_;
    std::atomic<bool> is_writable_{true};

    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Commit*> waiting_;  // guarded by mutex_
    bool stopping_ = false;         // guarded by mutex_
    std::thread thread_;            // last: it uses all of the above
};

}  // namespace tandem::store
