#include "sweep_timer.hpp"

#include "tandem/service/actions/sweep.hpp"

namespace tandem::app {

SweepTimer::SweepTimer(service::Services& services, DestructionGuard& guard)
    : services_(services), guard_(guard), thread_([this] { run(); }) {}

SweepTimer::~SweepTimer() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    condition_.notify_all();
    thread_.join();
}

void SweepTimer::run() {
    constexpr std::chrono::seconds kPeriod{1};
    std::unique_lock lock{mutex_};
    do {
        lock.unlock();
        guard_.tick();
        service::sweep(services_, guard_);
        lock.lock();
    } while (!condition_.wait_for(lock, kPeriod, [this] { return stopping_; }));
}

}  // namespace tandem::app
