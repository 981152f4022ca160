#pragma once
// Does what falls due by the clock, once a second, on a thread of its own.

#include "tandem/service/call.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tandem::app {

class SweepTimer {
  public:
    // Nothing is done before `first_after` of uptime: after a restart with a wrong clock there is time to notice.
    SweepTimer(service::Services& services, std::chrono::seconds first_after);
    ~SweepTimer();
    SweepTimer(const SweepTimer&) = delete;
    SweepTimer& operator=(const SweepTimer&) = delete;

  private:
    void run(std::chrono::seconds first_after);

    service::Services& services_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tandem::app
