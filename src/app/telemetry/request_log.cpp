#include "request_log.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <numeric>
#include <type_traits>

namespace tandem::app {
namespace {

constexpr std::chrono::milliseconds kInterval{20};
// The texts of a record, in their order, and the longest that is kept of each.
constexpr std::array<std::size_t, 4> kMostText{128, 128, 128, 2048};
enum Text : std::uint8_t { kAccessKeyId, kVendorCode, kFault, kDiagnosis };
using Texts = std::array<std::string_view, kMostText.size()>;

// A record in a ring: this, then its texts.
struct Packed {
    TimePoint arrived;
    std::int64_t microseconds;
    std::string_view dialect;
    std::string_view action;
    TenantId tenant;
    KeyId key;
    std::array<char, 36> request_id;
    std::uint8_t request_id_length;
    bool has_tenant;
    bool has_key;
    bool failed;
    ErrorCode error;
    std::uint16_t status;
    std::array<std::uint16_t, kMostText.size()> lengths;
};
static_assert(std::is_trivially_copyable_v<Packed>);

std::atomic<std::uint64_t> next_serial{1};

}  // namespace

RequestLog::RequestLog(RequestLogOptions options, Metrics& metrics)
    : options_(std::move(options)), metrics_(metrics), serial_(next_serial.fetch_add(1)) {
    if (!options_.audit_file.empty()) audit_.emplace(options_.audit_file);
    thread_ = std::thread{[this] { run(); }};
}

RequestLog::~RequestLog() {
    {
        const std::scoped_lock lock{stop_mutex_};
        stopping_ = true;
    }
    stop_condition_.notify_all();
    thread_.join();
    flush();
}

RecordRing& RequestLog::ring_of_this_thread() {
    // The last log that this thread wrote to is nearly always the only one.
    thread_local struct {
        std::uint64_t serial = 0;
        RecordRing* ring = nullptr;
    } last;
    if (last.serial != serial_) {
        const std::scoped_lock lock{rings_mutex_};
        last = {serial_, rings_.emplace_back(std::make_unique<RecordRing>()).get()};
    }
    return *last.ring;
}

void RequestLog::record(const api::Exchange& exchange, std::chrono::microseconds took) {
    const auto& facts = exchange.facts;
    Texts texts{facts.access_key_id, {}, facts.fault, {}};
    if (facts.failed) texts[kVendorCode] = facts.vendor_code;
    if (facts.failed && options_.diagnosis) texts[kDiagnosis] = facts.diagnosis;
    std::array<std::uint16_t, kMostText.size()> lengths{};
    std::size_t size = sizeof(Packed);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        texts[i] = texts[i].substr(0, kMostText[i]);
        lengths[i] = static_cast<std::uint16_t>(texts[i].size());
        size += texts[i].size();
    }
    const Packed packed{exchange.request.arrived,
                        took.count(),
                        facts.dialect,
                        facts.action,
                        facts.tenant,
                        facts.key,
                        facts.request_id_text,
                        facts.request_id_length,
                        facts.has_tenant,
                        facts.has_key,
                        facts.failed,
                        facts.error,
                        static_cast<std::uint16_t>(exchange.reply.status),
                        lengths};
    auto& ring = ring_of_this_thread();
    if (!ring.begin(size)) return;
    ring.write(&packed, sizeof packed);
    for (const auto text : texts) ring.write(text.data(), text.size());
    ring.publish();
}

void RequestLog::drain(RecordRing& ring) {
    std::array<char, std::accumulate(kMostText.begin(), kMostText.end(), std::size_t{0})> buffer;
    while (ring.has_records()) {
        Packed packed;
        ring.read(&packed, sizeof packed);
        Texts texts;
        char* end = buffer.data();
        for (std::size_t i = 0; i < texts.size(); ++i) {
            ring.read(end, packed.lengths[i]);
            texts[i] = {end, packed.lengths[i]};
            end += packed.lengths[i];
        }
        ring.release();

        RequestRecord record;
        record.arrived = packed.arrived;
        record.took = std::chrono::microseconds{packed.microseconds};
        record.request_id = {packed.request_id.data(), packed.request_id_length};
        record.dialect = packed.dialect;
        record.action = packed.action;
        record.tenant = packed.has_tenant ? &packed.tenant : nullptr;
        record.key = packed.has_key ? &packed.key : nullptr;
        record.status = packed.status;
        record.failed = packed.failed;
        record.error = packed.error;
        record.access_key_id = texts[kAccessKeyId];
        record.vendor_code = texts[kVendorCode];
        record.fault = texts[kFault];
        record.diagnosis = texts[kDiagnosis];

        metrics_.count(record);
        if (options_.lines) {
            if (options_.format == LogFormat::json)
                append_json_line(pending_lines_, record);
            else
                append_text_line(pending_lines_, record);
        }
        if (audit_) append_json_line(pending_audit_, record);
    }
    if (const auto dropped = ring.take_dropped()) metrics_.count_dropped_lines(dropped);
}

void RequestLog::collect() {
    std::vector<RecordRing*> rings;
    {
        const std::scoped_lock lock{rings_mutex_};
        for (const auto& ring : rings_) rings.push_back(ring.get());
    }
    for (auto* ring : rings) drain(*ring);
}

void RequestLog::write_pending() {
    const std::scoped_lock writing{writer_};
    std::string lines, audit;
    {
        const std::scoped_lock lock{reader_};
        lines.swap(pending_lines_);
        audit.swap(pending_audit_);
    }
    std::ptrdiff_t dropped = 0;
    if (!lines.empty() && !options_.lines(lines)) dropped += std::ranges::count(lines, '\n');
    if (!audit.empty() && !audit_->write(audit)) dropped += std::ranges::count(audit, '\n');
    if (dropped == 0) return;
    const std::scoped_lock lock{reader_};
    metrics_.count_dropped_lines(static_cast<std::uint64_t>(dropped));
}

void RequestLog::after_counting(const std::function<void()>& use) {
    const std::scoped_lock lock{reader_};
    collect();
    use();
}

void RequestLog::flush() {
    after_counting([] {});
    write_pending();
}

void RequestLog::reopen_audit_file() {
    const std::scoped_lock writing{writer_};
    if (audit_) audit_->reopen();
}

void RequestLog::run() {
    std::unique_lock lock{stop_mutex_};
    while (!stop_condition_.wait_for(lock, kInterval, [this] { return stopping_; })) {
        lock.unlock();
        flush();
        lock.lock();
    }
}

}  // namespace tandem::app
