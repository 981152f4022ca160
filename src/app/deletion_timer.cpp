#include "deletion_timer.hpp"

#include "tandem/service/actions/data_keys.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include <algorithm>

namespace tandem::app {

DeletionTimer::DeletionTimer(service::Services& services, std::chrono::seconds first_after)
    : services_(services), thread_([this, first_after] { run(first_after); }) {}

DeletionTimer::~DeletionTimer() {
    {
        const std::scoped_lock lock{mutex_};
        stopping_ = true;
    }
    condition_.notify_all();
    thread_.join();
}

void DeletionTimer::run(std::chrono::seconds first_after) {
    constexpr std::chrono::seconds kPeriod{1};
    std::unique_lock lock{mutex_};
    auto wait = std::max(first_after, kPeriod);
    while (!condition_.wait_for(lock, wait, [this] { return stopping_; })) {
        lock.unlock();
        service::remove_due_keys(services_);
        service::remove_due_data_keys(services_);
        lock.lock();
        wait = kPeriod;
    }
}

}  // namespace tandem::app
