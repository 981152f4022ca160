#pragma once
// Removes keys and data keys whose deletion date has come, once a second, on a thread of its own.

#include "tandem/service/call.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tandem::app {

class DeletionTimer {
  public:
    // Nothing is removed before `first_after` of uptime: after a restart with a wrong clock there is time to notice.
    DeletionTimer(service::Services& services, std::chrono::seconds first_after);
    ~DeletionTimer();
    DeletionTimer(const DeletionTimer&) = delete;
    DeletionTimer& operator=(const DeletionTimer&) = delete;

  private:
    void run(std::chrono::seconds first_after);

    service::Services& services_;
    std::mutex mutex_;
    std::condition_variable condition_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tandem::app
