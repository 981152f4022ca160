#pragma once
// The fate of writing while a server runs: told to its log, and its failure to whoever can end the process.

#include "tandem/store/write_observer.hpp"

#include <spdlog/logger.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string_view>

namespace tandem::app {

class StorageWatch {
  public:
    explicit StorageWatch(spdlog::logger& log) : log_(log) {}

    // Called by the thread that writes.
    void changed(store::WriteState state, std::string_view reason);
    // `tell` is called once the storage has failed, by the thread that writes; here and now when it has already.
    void on_failure(std::function<void()> tell);
    [[nodiscard]] bool has_failed() const noexcept { return has_failed_.load(std::memory_order_relaxed); }

  private:
    spdlog::logger& log_;
    std::mutex mutex_;
    std::atomic<bool> has_failed_{false};
    std::function<void()> tell_;  // guarded by mutex_
};

}  // namespace tandem::app
