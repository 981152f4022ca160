#pragma once
// One line a request, batched: the thread that answered puts a record into its own ring, and one writer thread empties
// all rings every 20 ms, counts the requests and writes the lines. A request pays for a copy of about 170 bytes.

#include "tandem/api/wire.hpp"
#include "tandem/app/config.hpp"
#include "tandem/app/line_sink.hpp"

#include "metrics.hpp"
#include "record_ring.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace tandem::app {

struct RequestLogOptions {
    std::function<bool(std::string_view)> lines;  // writes, or returns false; empty: no lines but the audit file's
    LogFormat format = LogFormat::text;
    bool diagnosis = false;            // development mode
    std::filesystem::path audit_file;  // JSON lines; empty: none
};

class RequestLog {
  public:
    // Throws UserError when the audit file cannot be opened.
    RequestLog(RequestLogOptions options, Metrics& metrics);
    ~RequestLog();  // writes what is left
    RequestLog(const RequestLog&) = delete;
    RequestLog& operator=(const RequestLog&) = delete;

    // Any thread; takes no lock but at a thread's first record. The dialect and action names of the exchange must
    // outlive the log.
    void record(const api::Exchange& exchange, std::chrono::microseconds took);

    // Empties the rings now, then runs `use` while nothing is being counted: for the metrics page.
    void after_counting(const std::function<void()>& use);
    // Writes all that was recorded before the call; for tests and the end.
    void flush();
    void reopen_audit_file();

  private:
    RecordRing& ring_of_this_thread();
    void collect();  // holds reader_
    void drain(RecordRing& ring);
    void write_pending();
    void run();

    const RequestLogOptions options_;
    Metrics& metrics_;
    const std::uint64_t serial_;  // tells logs of one process apart, also after one is gone

    std::mutex rings_mutex_;
    std::vector<std::unique_ptr<RecordRing>> rings_;

    std::mutex reader_;  // one reader of the rings at a time; guards the texts and the metrics
    std::string pending_lines_;
    std::string pending_audit_;
    std::mutex writer_;  // one writer of the sinks at a time
    std::optional<FileSink> audit_;

    std::mutex stop_mutex_;
    std::condition_variable stop_condition_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace tandem::app
