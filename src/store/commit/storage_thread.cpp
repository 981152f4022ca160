#include "storage_thread.hpp"

#include "commit_planner.hpp"
#include "rows/rows.hpp"
#include "staging.hpp"

namespace tandem::store {
namespace {

// How soon memory that a reader still held is looked at again when no commit comes.
constexpr std::chrono::milliseconds kCollectAgain{50};
// How soon a disk that was full is tried again when no commit comes.
constexpr std::chrono::milliseconds kProbeAgain{1000};

}  // namespace

StorageThread::StorageThread(Backend& backend, Index& index, Installation& installation)
    : backend_(backend), index_(index), installation_(installation), epoch_(installation.epoch), thread_([this] {
          run();
      }) {}

StorageThread::~StorageThread() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

Result<Epoch> StorageThread::commit(const KeySpacePlace& space, std::vector<Change> changes) {
    if (changes.empty()) return epoch();
    Commit commit{space, std::move(changes), {}};
    auto result = commit.answer.get_future();
    {
        const std::lock_guard lock{mutex_};
        if (stopping_) return fail(ErrorCode::store_unavailable, {}, "the store is closing");
        waiting_.push_back(&commit);
    }
    wake_.notify_one();
    return result.get();
}

// The commit is on its caller's stack and may be gone as soon as the answer is there, so the promise moves out first.
void StorageThread::answer(Commit& commit, Result<Epoch> result) {
    std::promise<Result<Epoch>> promise = std::move(commit.answer);
    promise.set_value(std::move(result));
}

void StorageThread::run() {
    bool garbage = false;
    for (;;) {
        std::optional<std::chrono::milliseconds> patience;
        if (garbage) patience = kCollectAgain;
        if (!is_writable()) patience = kProbeAgain;
        Work work = wait_for_commits(patience);
        if (work.commits.empty() && work.stopping && !garbage) return;
        if (work.commits.empty() && !work.stopping && !is_writable()) probe();
        for (std::span<Commit*> rest{work.commits}; !rest.empty();) rest = run_batch(rest);
        garbage = index_.reclaimer().collect();
    }
}

StorageThread::Work StorageThread::wait_for_commits(std::optional<std::chrono::milliseconds> patience) {
    Work work{};
    std::unique_lock lock{mutex_};
    const auto ready = [this] { return stopping_ || !waiting_.empty(); };
    if (patience) {
        wake_.wait_for(lock, *patience, ready);
    } else {
        wake_.wait(lock, ready);
    }
    work.commits.swap(waiting_);
    work.stopping = stopping_;
    return work;
}

std::span<StorageThread::Commit*> StorageThread::run_batch(std::span<Commit*> commits) {
    Staging staging{index_};
    std::vector<std::vector<RowWrite>> batches;
    std::vector<Accepted> accepted;
    Epoch epoch = epoch_.load(std::memory_order_relaxed);

    std::size_t done = 0;
    for (bool alone = false; done < commits.size() && !alone; ++done) {
        Commit& commit = *commits[done];
        alone = CommitPlanner::stands_alone(commit.changes);
        if (alone && !accepted.empty()) break;
        CommitPlanner planner{staging, installation_, commit.space, epoch + 1};
        if (auto planned = planner.plan(commit.changes); planned.has_error()) {
            answer(commit, std::move(planned).error());
            continue;
        }
        staging.merge(std::move(planner.staging()));
        batches.push_back(std::move(planner.writes()));
        accepted.push_back({&commit, ++epoch});
    }
    const auto rest = commits.subspan(done);
    if (accepted.empty()) return rest;

    batches.push_back({{RowWrite::Kind::put, meta_row(kMetaEpoch, epoch)}});
    if (auto written = write(batches); written.has_error()) {
        for (const Accepted& one : accepted) answer(*one.commit, written.error());
        return rest;
    }
    std::move(staging).publish();
    epoch_.store(epoch, std::memory_order_release);
    for (const Accepted& one : accepted) answer(*one.commit, one.epoch);
    return rest;
}

Result<void> StorageThread::write(const std::vector<std::vector<RowWrite>>& batches) {
    auto written = backend_.apply(batches);
    is_writable_.store(!written.has_error(), std::memory_order_relaxed);
    return written;
}

void StorageThread::probe() {
    (void)write({{{RowWrite::Kind::put, meta_row(kMetaEpoch, epoch_.load(std::memory_order_relaxed))}}});
}

}  // namespace tandem::store
