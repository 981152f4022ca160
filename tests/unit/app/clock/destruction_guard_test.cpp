#include "clock/destruction_guard.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/actions/sweep.hpp"

#include "support/result.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <spdlog/sinks/null_sink.h>

#include <fstream>
#include <optional>
#include <random>
#include <sys/stat.h>
#include <vector>

namespace tandem::app {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::HasSubstr;

// The two clocks of a machine, moved by hand.
class Machine final : public Clock {
  public:
    [[nodiscard]] TimePoint now() const noexcept override { return reading.wall + moved; }
    [[nodiscard]] TimePoint real_now() const noexcept override { return reading.wall; }
    void pass(Milliseconds span) {
        reading.wall += span;
        reading.boot += span;
    }

    ClockReading reading{from_milliseconds(1'800'000'000'000), hours{5}};
    Milliseconds moved{0};
    BootId boot_id{7};
    std::uint64_t epoch = 0;
};

class Guarding : public testing::Test {
  protected:
    DestructionGuardOptions options() {
        DestructionGuardOptions options;
        options.file = file_;
        options.epoch = [this] { return machine_.epoch; };
        options.offset = [this] { return machine_.moved; };
        options.read = [this] { return machine_.reading; };
        options.boot_id = machine_.boot_id;
        return options;
    }
    void start() { guard_.emplace(events_, options()); }
    void run(seconds span) {
        for (seconds i{0}; i < span; ++i) {
            machine_.pass(seconds{1});
            guard_->tick();
        }
    }
    bool is_open() { return guard_->may_end(machine_.reading.wall); }
    std::string reason() { return guard_->status().hold.value_or(DestructionHold{}).reason; }

    std::vector<nlohmann::json> audit() {
        std::ifstream stream{audit_file_};
        std::vector<nlohmann::json> lines;
        for (std::string line; std::getline(stream, line);) lines.push_back(nlohmann::json::parse(line));
        return lines;
    }

    test::TemporaryFolder folder_;
    const std::filesystem::path file_ = folder_ / "clock.json";
    const std::filesystem::path audit_file_ = folder_ / "audit.log";
    Machine machine_;
    spdlog::logger log_{"test", std::make_shared<spdlog::sinks::null_sink_mt>()};
    EventLog events_{log_, audit_file_};
    std::optional<DestructionGuard> guard_;
};

TEST_F(Guarding, lets_things_end_at_their_date_after_a_minute) {
    start();
    run(seconds{59});
    EXPECT_FALSE(is_open());
    run(seconds{1});
    EXPECT_TRUE(guard_->may_end(machine_.reading.wall));
    EXPECT_FALSE(guard_->may_end(machine_.reading.wall + Milliseconds{1}));
}

TEST_F(Guarding, lets_things_end_at_once_where_that_is_asked_for) {
    auto asked = options();
    asked.settled_at_start = true;
    guard_.emplace(events_, asked);
    EXPECT_TRUE(is_open());
}

TEST_F(Guarding, shuts_for_a_minute_after_a_small_jump) {
    start();
    run(minutes{2});
    machine_.reading.wall += minutes{5};
    EXPECT_FALSE(is_open()) << "looked at the clock by itself";
    run(seconds{59});
    EXPECT_FALSE(is_open());
    run(seconds{1});
    EXPECT_TRUE(is_open());
    EXPECT_EQ(guard_->figures().jumps, 1u);
    EXPECT_EQ(guard_->figures().jumped_seconds, 300);
}

TEST_F(Guarding, holds_after_more_than_an_hour_until_the_clock_is_accepted) {
    start();
    machine_.reading.wall += hours{1};
    run(minutes{2});
    EXPECT_TRUE(is_open());
    machine_.reading.wall += Milliseconds{1'001};
    run(minutes{3});
    EXPECT_FALSE(is_open());
    EXPECT_THAT(reason(), HasSubstr("jumped"));
    EXPECT_TRUE(guard_->figures().held);
    ASSERT_THAT(guard_->accept(), test::Succeeds());
    EXPECT_TRUE(is_open());
    EXPECT_FALSE(guard_->figures().held);
    EXPECT_EQ(guard_->figures().jumped_seconds, 0);
}

TEST_F(Guarding, holds_after_a_jump_there_and_back) {
    start();
    run(minutes{2});
    machine_.reading.wall += days{8};
    run(seconds{3});
    machine_.reading.wall -= days{8};
    run(minutes{5});
    EXPECT_FALSE(is_open());
}

TEST_F(Guarding, holds_after_many_small_jumps_also_over_restarts) {
    start();
    for (int i = 0; i < 6; ++i) {
        machine_.reading.wall += minutes{10};
        run(seconds{1});
        if (i % 2 == 0) start();
    }
    run(minutes{2});
    EXPECT_TRUE(is_open()) << "3,600 s in sum";
    machine_.reading.wall += seconds{50};
    run(minutes{2});
    EXPECT_FALSE(is_open());
}

TEST_F(Guarding, keeps_a_hold_over_restarts_and_its_end_too) {
    start();
    guard_->hold("somebody said so");
    start();
    run(minutes{2});
    EXPECT_FALSE(is_open());
    EXPECT_EQ(reason(), "somebody said so");
    ASSERT_THAT(guard_->accept(), test::Succeeds());
    start();
    run(minutes{2});
    EXPECT_TRUE(is_open());
}

TEST_F(Guarding, tells_each_reason_once) {
    start();
    for (const char* each : {"one", "two", "one"}) guard_->hold(each);
    EXPECT_EQ(reason(), "one; two");
}

TEST_F(Guarding, holds_after_an_absence_of_more_than_a_day) {
    for (const auto& [absence, held] :
         {std::pair<Milliseconds, bool>{hours{24}, false}, {hours{24} + seconds{1}, true}}) {
        start();
        ASSERT_THAT(guard_->accept(), test::Succeeds());
        machine_.pass(absence);
        start();
        EXPECT_EQ(!reason().empty(), held) << absence.count();
    }
    EXPECT_THAT(reason(), HasSubstr("was off for 24.0 hours"));
}

TEST_F(Guarding, counts_an_absence_from_the_last_minute_that_it_ran) {
    start();
    for (int i = 0; i < 30; ++i) {
        machine_.pass(hours{1});
        guard_->tick();
    }
    machine_.pass(hours{23});
    start();
    EXPECT_EQ(reason(), "");
}

TEST_F(Guarding, holds_after_a_clock_that_was_moved_while_it_was_off) {
    start();
    machine_.reading.wall += hours{20};
    start();
    EXPECT_THAT(reason(), HasSubstr("jumped"));
}

TEST_F(Guarding, holds_a_database_without_memory_of_the_clock_unless_it_is_new) {
    start();
    EXPECT_EQ(reason(), "");
    machine_.epoch = 1;
    std::filesystem::remove(file_);
    start();
    EXPECT_THAT(reason(), HasSubstr("nothing is remembered"));
}

TEST_F(Guarding, takes_a_file_that_cannot_be_read_for_none) {
    std::ofstream{file_} << "{\"seen\":";
    machine_.epoch = 1;
    start();
    EXPECT_THAT(reason(), HasSubstr("nothing is remembered"));
}

TEST_F(Guarding, holds_after_a_file_with_numbers_that_cannot_be) {
    start();
    std::ofstream{file_}
        << R"({"boot":-9223372036854775808,"boot_id":"07000000-0000-0000-0000-000000000000","epoch":0,)"
           R"("jumped":9223372036854775807,"lead":-9223372036854775808,"seen":9223372036854775807})";
    start();
    EXPECT_THAT(reason(), HasSubstr("jumped"));
}

TEST_F(Guarding, holds_a_database_that_is_older_than_the_one_it_saw) {
    machine_.epoch = 0;
    start();
    machine_.epoch = 9;
    run(minutes{2});
    machine_.epoch = 8;
    start();
    EXPECT_THAT(reason(), HasSubstr("of epoch 8, older than the 9"));
}

TEST_F(Guarding, is_not_accepted_while_that_cannot_be_written) {
    start();
    guard_->hold("somebody said so");
    std::filesystem::remove_all(folder_.path());
    EXPECT_THAT(guard_->accept(), test::FailsWith(ErrorCode::store_unavailable));
    EXPECT_EQ(reason(), "somebody said so");
    std::filesystem::create_directory(folder_.path());
    EXPECT_THAT(guard_->accept(), test::Succeeds());
}

TEST_F(Guarding, lets_end_what_the_clock_was_moved_past_on_purpose) {
    start();
    guard_->hold("somebody said so");
    machine_.moved = days{8};
    EXPECT_TRUE(guard_->may_end(machine_.reading.wall + days{8}));
    EXPECT_FALSE(guard_->may_end(machine_.reading.wall + days{8} + Milliseconds{1}));
    machine_.moved = Milliseconds{0};
    EXPECT_FALSE(is_open());
}

TEST_F(Guarding, keeps_nothing_where_nothing_outlives_the_process) {
    auto in_memory = options();
    in_memory.file.clear();
    guard_.emplace(events_, in_memory);
    machine_.reading.wall += days{8};
    EXPECT_TRUE(is_open());
    EXPECT_FALSE(guard_->figures().held);
    EXPECT_EQ(guard_->figures().jumps, 1u) << "but counts";
}

TEST_F(Guarding, writes_what_happened_into_the_audit_file) {
    start();
    const auto tenant = crypto::random_id<TenantId>();
    const auto key = crypto::random_uuid<KeyId>();
    const service::EndedByTime thing{service::EndedByTime::What::key, tenant, key, machine_.reading.wall};
    guard_->ended({&thing, 1});
    guard_->hold("a \"word\"\nand another");
    ASSERT_THAT(guard_->accept(), test::Succeeds());
    const auto lines = audit();
    ASSERT_EQ(lines.size(), 3u);
    auto destroyed = lines[0];
    EXPECT_TRUE(destroyed.at("time").is_string());
    destroyed.erase("time");
    EXPECT_EQ(destroyed, (nlohmann::json{{"event", "destroyed"},
                                         {"object", "key"},
                                         {"tenant", tenant.text()},
                                         {"key", key.text()},
                                         {"date", "2027-01-15T08:00:00Z"},
                                         {"reason", "its scheduled deletion"}}));
    EXPECT_EQ(lines[1].at("event"), "destruction_held");
    EXPECT_EQ(lines[1].at("reason"), "a \"word\"\nand another");
    EXPECT_EQ(lines[2].at("event"), "clock_accepted");
    EXPECT_EQ(guard_->figures().ended[0], 1u);
}

TEST_F(Guarding, keeps_its_file_to_its_owner) {
    start();
    struct stat facts{};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777u, 0600u);
}

// ---- with a store ----

TEST_F(Guarding, loses_no_key_to_a_clock_that_jumps_there_and_back) {
    auto store = store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, machine_);
    service::Services services{*store, machine_, {}};
    store::TenantFacts facts;
    facts.id = crypto::random_id<TenantId>();
    facts.name = "ours";
    std::vector<store::Change> changes;
    changes.emplace_back(store::CreateTenant{facts});
    ASSERT_THAT(store->commit(facts.id, std::move(changes)), test::Succeeds());
    const store::ReadGuard guard = store->read();
    const service::Call call{services, *store->find_tenant(facts.id)};
    const KeyId key = (*service::create_key(call, {}))->id;
    ASSERT_THAT(service::schedule_key_deletion(
                    call, {.key = **service::find_key(call, key), .days = 7, .must_be_disabled = false}),
                test::Succeeds());

    std::mt19937 dice{20261201};
    std::uniform_int_distribution<std::int64_t> far{7 * 24 * 3'600, 36'500LL * 24 * 3'600};
    std::uniform_int_distribution<int> stay{0, 70};
    start();
    run(minutes{2});
    for (int jump = 0; jump < 40; ++jump) {  // tests/crash does 1,000
        const seconds size{far(dice)};
        machine_.reading.wall += size;
        for (int i = stay(dice); i >= 0; --i) {
            service::sweep(services, *guard_);
            run(seconds{1});
        }
        ASSERT_THAT(service::find_key(call, key), test::FailsWith(ErrorCode::key_not_found)) << "refused by its date";
        machine_.reading.wall -= size;
        service::sweep(services, *guard_);
        // An administrator comes by now and then, to no good clock.
        if (jump % 7 == 0) {
            ASSERT_THAT(guard_->accept(), test::Succeeds());
        }
        ASSERT_THAT(service::find_key(call, key), test::Succeeds()) << jump;
    }
    EXPECT_EQ(guard_->figures().jumps, 80u);
    EXPECT_EQ(guard_->figures().ended[0], 0u);
}

}  // namespace
}  // namespace tandem::app
