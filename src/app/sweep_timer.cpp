#include "sweep_timer.hpp"

#include "tandem/service/actions/sweep.hpp"

namespace tandem::app {

SweepTimer::SweepTimer(service::Services& services, std::chrono::seconds first_after)
    : services_(services), thread_([this, first_after] { run(first_after); }) {}

SweepTimer::~SweepTimer() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    condition_.notify_all();
    thread_.join();
}

void SweepTimer::run(std::chrono::seconds first_after) {
    constexpr std::chrono::seconds kPeriod{1};
    std::unique_lock lock{mutex_};
    auto wait = first_after;
    while (!condition_.wait_for(lock, wait, [this] { return stopping_; })) {
        lock.unlock();
        service::sweep(services_);
        lock.lock();
        wait = kPeriod;
    }
}

}  // namespace tandem::app
