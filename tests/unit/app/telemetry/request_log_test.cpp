#include "telemetry/request_log.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <sstream>

namespace tandem::app {
namespace {

using nlohmann::json;
using std::chrono_literals::operator""us;

api::Exchange answered_exchange() {
    api::Exchange exchange;
    exchange.request.arrived = from_milliseconds(1'750'000'000'000);
    exchange.request.method = "POST";
    exchange.request.path = "/canary-path";
    exchange.request.query = "canary=query";
    exchange.request.body = "canary-request-body";
    exchange.reply.body = "canary-reply-body";
    exchange.facts.dialect = "a-dialect";
    exchange.facts.action = "Encrypt";
    return exchange;
}

api::Exchange failed_exchange(std::string vendor_code, std::string diagnosis) {
    auto exchange = answered_exchange();
    exchange.reply.status = 400;
    exchange.facts.failed = true;
    exchange.facts.error = ErrorCode::key_not_found;
    exchange.facts.vendor_code = std::move(vendor_code);
    exchange.facts.diagnosis = std::move(diagnosis);
    return exchange;
}

std::string read_log(const std::filesystem::path& file) {
    std::stringstream text;
    text << std::ifstream{file}.rdbuf();
    return text.str();
}

class RequestLogTest : public testing::Test {
  protected:
    std::unique_ptr<RequestLog> make(RequestLogOptions options) {
        options.lines = [this](std::string_view lines) {
            const std::scoped_lock lock{mutex_};
            written_ += lines;
            return accepts_;
        };
        return std::make_unique<RequestLog>(std::move(options), metrics_);
    }
    std::string written() {
        const std::scoped_lock lock{mutex_};
        return written_;
    }

    Metrics metrics_{"1.2.3"};
    std::mutex mutex_;
    std::string written_;
    bool accepts_ = true;
};

TEST_F(RequestLogTest, writes_a_line_a_request) {
    const auto log = make({{}, LogFormat::json, false, {}});
    for (int i = 0; i < 3; ++i) log->record(answered_exchange(), 7us);
    log->flush();
    const auto lines = written();
    EXPECT_EQ(std::ranges::count(lines, '\n'), 3);
    EXPECT_EQ(json::parse(lines.substr(0, lines.find('\n')))["action"], "Encrypt");
}

TEST_F(RequestLogTest, says_nothing_of_paths_and_bodies) {
    const auto log = make({{}, LogFormat::text, true, {}});
    log->record(answered_exchange(), 7us);
    log->record(failed_exchange("KMS.0207", "why not"), 7us);
    log->flush();
    EXPECT_EQ(written().find("canary"), std::string::npos);
}

TEST_F(RequestLogTest, tells_the_diagnosis_in_development_mode_only) {
    auto log = make({{}, LogFormat::text, false, {}});
    log->record(failed_exchange("KMS.0207", "because"), 7us);
    log->flush();
    EXPECT_EQ(written().find("because"), std::string::npos);
    log = make({{}, LogFormat::text, true, {}});
    log->record(failed_exchange("KMS.0207", "because"), 7us);
    log->flush();
    EXPECT_NE(written().find("why: because"), std::string::npos);
}

TEST_F(RequestLogTest, carries_each_text_to_its_place) {
    const auto log = make({{}, LogFormat::json, true, {}});
    auto exchange = failed_exchange("KMS.0207", "because");
    exchange.facts.access_key_id = "an-id";
    exchange.facts.fault = "a-fault";
    log->record(exchange, 7us);
    log->record(answered_exchange(), 7us);
    log->flush();
    const auto lines = written();
    const auto first = json::parse(lines.substr(0, lines.find('\n')));
    EXPECT_EQ(first["access_key_id"], "an-id");
    EXPECT_EQ(first["vendor_code"], "KMS.0207");
    EXPECT_EQ(first["fault"], "a-fault");
    EXPECT_EQ(first["diagnosis"], "because");
    const auto second = json::parse(lines.substr(lines.find('\n') + 1));
    EXPECT_FALSE(second.contains("access_key_id"));
    EXPECT_FALSE(second.contains("fault"));
}

TEST_F(RequestLogTest, cuts_long_texts) {
    const auto log = make({{}, LogFormat::text, true, {}});
    log->record(failed_exchange(std::string(100'000, 'v'), std::string(100'000, 'd')), 7us);
    log->flush();
    EXPECT_LT(written().size(), 4'096u);
    EXPECT_GT(written().size(), 2'048u);
}

TEST_F(RequestLogTest, keeps_every_record_of_every_thread) {
    constexpr int kThreads = 4, kRecords = 20'000;
    const auto log = make({{}, LogFormat::text, false, {}});
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&] {
            const auto exchange = answered_exchange();
            for (int i = 0; i < kRecords; ++i) {
                log->record(exchange, 7us);
                if (i % 1'000 == 0) log->flush();
            }
        });
    for (auto& thread : threads) thread.join();
    log->flush();
    const auto lines = written();
    EXPECT_EQ(std::ranges::count(lines, '\n'), kThreads * kRecords);
}

TEST_F(RequestLogTest, writes_what_is_left_at_its_end) {
    auto log = make({{}, LogFormat::text, false, {}});
    log->record(answered_exchange(), 7us);
    log.reset();
    EXPECT_NE(written().find("Encrypt"), std::string::npos);
}

TEST_F(RequestLogTest, two_logs_do_not_mix) {
    const auto one = make({{}, LogFormat::text, false, {}});
    std::string others;
    RequestLog other{{[&](std::string_view lines) { return others += lines, true; }, LogFormat::text, false, {}},
                     metrics_};
    auto exchange = answered_exchange();
    one->record(exchange, 7us);
    exchange.facts.action = "Decrypt";
    other.record(exchange, 7us);
    one->flush();
    other.flush();
    EXPECT_EQ(written().find("Decrypt"), std::string::npos);
    EXPECT_EQ(others.find("Encrypt"), std::string::npos);
}

TEST_F(RequestLogTest, counts_requests_by_dialect_action_and_result) {
    const auto log = make({{}, LogFormat::text, false, {}});
    for (int i = 0; i < 2; ++i) log->record(answered_exchange(), 7us);
    log->record(failed_exchange("KMS.0207", ""), 7us);
    std::string page;
    http::ServerCounters counters{};
    counters.connections_open = 1;
    counters.connections_total = 5;
    log->after_counting([&] { page = metrics_.page(counters); });
    EXPECT_NE(page.find(R"(tandem_requests_total{action="Encrypt",dialect="a-dialect",result="ok"} 2)"),
              std::string::npos);
    EXPECT_NE(page.find(R"(result="key_not_found"} 1)"), std::string::npos);
    EXPECT_NE(page.find(R"(tandem_build_info{version="1.2.3"} 1)"), std::string::npos);
    EXPECT_NE(page.find("tandem_connections_open 1"), std::string::npos);
    EXPECT_NE(page.find("tandem_connections_total 5"), std::string::npos);
    EXPECT_EQ(page.find("KMS.0207"), std::string::npos);
}

TEST_F(RequestLogTest, counts_lines_that_could_not_be_written) {
    accepts_ = false;
    const auto log = make({{}, LogFormat::text, false, {}});
    log->record(answered_exchange(), 7us);
    log->flush();
    std::string page;
    log->after_counting([&] { page = metrics_.page({}); });
    EXPECT_NE(page.find("tandem_log_lines_dropped_total 1"), std::string::npos);
}

TEST_F(RequestLogTest, the_audit_file_has_json_and_mode_0600) {
    const test::TemporaryFolder folder;
    const auto log = make({{}, LogFormat::text, false, folder / "audit.jsonl"});
    log->record(answered_exchange(), 7us);
    log->flush();
    EXPECT_EQ(json::parse(read_log(folder / "audit.jsonl"))["code"], "ok");
    EXPECT_EQ(std::filesystem::status(folder / "audit.jsonl").permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(RequestLogTest, the_audit_file_follows_a_rotation) {
    const test::TemporaryFolder folder;
    const auto log = make({{}, LogFormat::text, false, folder / "audit.jsonl"});
    log->record(answered_exchange(), 7us);
    log->flush();
    std::filesystem::rename(folder / "audit.jsonl", folder / "audit.jsonl.1");
    log->reopen_audit_file();
    log->record(answered_exchange(), 8us);
    log->flush();
    EXPECT_EQ(json::parse(read_log(folder / "audit.jsonl.1"))["microseconds"], 7);
    EXPECT_EQ(json::parse(read_log(folder / "audit.jsonl"))["microseconds"], 8);
}

TEST(RecordRing, drops_what_does_not_fit_and_counts_it) {
    RecordRing ring;
    EXPECT_TRUE(ring.begin(RecordRing::kBytes));
    EXPECT_FALSE(ring.begin(RecordRing::kBytes + 1));
    const Bytes half(RecordRing::kBytes / 2, 1);
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(ring.begin(half.size()));
        ring.write(half.data(), half.size());
        ring.publish();
    }
    EXPECT_FALSE(ring.begin(1));
    EXPECT_EQ(ring.take_dropped(), 2u);
    EXPECT_EQ(ring.take_dropped(), 0u);
}

TEST(RecordRing, goes_round_its_end) {
    RecordRing ring;
    Bytes out(100'003), in(100'003);
    for (std::uint8_t round = 0; round < 50; ++round) {
        for (std::size_t i = 0; i < out.size(); ++i) out[i] = static_cast<std::uint8_t>(i * 7 + round);
        ASSERT_TRUE(ring.begin(out.size()));
        ring.write(out.data(), out.size());
        ring.publish();
        ASSERT_TRUE(ring.has_records());
        ring.read(in.data(), in.size());
        ring.release();
        ASSERT_EQ(in, out);
        ASSERT_FALSE(ring.has_records());
    }
}

}  // namespace
}  // namespace tandem::app
