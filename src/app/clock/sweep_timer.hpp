#pragma once
// Does what falls due by the clock, once a second, on a thread of its own.

#include "tandem/service/call.hpp"

#include "destruction_guard.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace tandem::app {

class SweepTimer {
  public:
    // The guard looks at the clock before each round.
    SweepTimer(service::Services& services, DestructionGuard& guard);
    ~SweepTimer();
    SweepTimer(const SweepTimer&) = delete;
    SweepTimer& operator=(const SweepTimer&) = delete;

  private:
    void run();

    service::Services& services_;
    DestructionGuard& guard_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tandem::app
