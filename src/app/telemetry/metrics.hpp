#pragma once
// The metrics page: counters in a prometheus registry, fed by the request log's writer thread and never by a request.

#include "tandem/http/server.hpp"

#include "clock/destruction_guard.hpp"
#include "request_record.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace tandem::app {

class Metrics {
  public:
    explicit Metrics(const std::string& version);
    ~Metrics();

    // One request. Used by one thread at a time.
    void count(const RequestRecord& record);
    void count_dropped_lines(std::uint64_t lines);
    // The state of the storage, for the page that comes next.
    void show_storage(bool is_writable);
    // Failed authentications that were answered as throttled, since the start.
    void show_failures(std::uint64_t throttled);

    // Text exposition format 0.0.4, with the server's counters and what is known of time as they are now. Used by one
    // thread at a time, and not beside count().
    std::string page(const http::ServerCounters& server, const TimeFigures& time = {});

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace tandem::app
