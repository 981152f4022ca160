#pragma once
// Threads for requests that take milliseconds and more: a lane a kind of work, so that none waits for a longer kind,
// and in each lane a fair turn for every tenant (docs/adr/0002, 0010).

#include "tandem/api/wire.hpp"

#include "worker_lane.hpp"

namespace tandem::http {

struct WorkerPoolOptions {
    unsigned workers;     // threads that wait for the disk
    unsigned processors;  // that the other kinds may use
    std::size_t queue;    // jobs that wait in a lane
    std::chrono::milliseconds patience;
};

class WorkerPool {
  public:
    explicit WorkerPool(const WorkerPoolOptions& options);

    // Submits as WorkerLane does; `place` is not the I/O thread.
    [[nodiscard]] bool submit(api::Place place, const Flow& flow, Job&& job) {
        return lane(place).submit(flow, std::move(job));
    }
    void stop();

  private:
    WorkerLane& lane(api::Place place) noexcept;

    WorkerLane workers_;
    WorkerLane calculators_;
    WorkerLane generators_;
};

}  // namespace tandem::http
