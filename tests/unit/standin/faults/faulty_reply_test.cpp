#include "faults/faulty_reply.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace tandem::standin {
namespace {

using std::chrono::milliseconds;
using Kind = FaultEffect::Kind;
using Then = api::PacedReply::Then;

const std::string kHead = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";

struct Played {
    std::vector<std::string> parts;
    milliseconds waited{0};
    Then end{};
};

Played play(const FaultEffect& effect, std::uint64_t number = 1) {
    FaultyReply reply{effect, Chance{7, 0}, number};
    reply.begin(kHead + "0123456789");
    Played played;
    for (;;) {
        std::string out;
        const auto step = reply.next(out);
        if (!out.empty()) played.parts.push_back(out);
        if (step.then != Then::wait) {
            played.end = step.then;
            return played;
        }
        played.waited += step.pause;
    }
}

FaultDelay fixed(int count) { return {.least = milliseconds{count}}; }

TEST(FaultyReply, is_not_needed_for_what_goes_out_at_once) {
    EXPECT_FALSE(FaultyReply::is_needed({.kind = Kind::api_error, .close = true}));
    EXPECT_FALSE(FaultyReply::is_needed({.kind = Kind::http_status}));
    EXPECT_TRUE(FaultyReply::is_needed({.kind = Kind::http_status, .delay = fixed(1)}));
    EXPECT_TRUE(FaultyReply::is_needed({.kind = Kind::reset}));
}

TEST(FaultyReply, delays_the_whole_answer) {
    const Played played = play({.delay = fixed(80)});
    EXPECT_EQ(played.waited, milliseconds{80});
    EXPECT_EQ(played.parts, std::vector{kHead + "0123456789"});
    EXPECT_EQ(played.end, Then::finished);
}

TEST(FaultyReply, withholds_the_answer) {
    EXPECT_TRUE(play({.kind = Kind::reset}).parts.empty());
    EXPECT_EQ(play({.kind = Kind::reset}).end, Then::reset);
    EXPECT_TRUE(play({.kind = Kind::empty}).parts.empty());
    EXPECT_EQ(play({.kind = Kind::empty}).end, Then::close);
    EXPECT_TRUE(play({.kind = Kind::hang}).parts.empty());
    EXPECT_EQ(play({.kind = Kind::hang}).waited, std::chrono::hours{1});
    EXPECT_EQ(play({.kind = Kind::reset, .delay = fixed(5)}).waited, milliseconds{5});
}

TEST(FaultyReply, cuts_the_body_and_not_the_head) {
    const auto cut = [](std::size_t bytes) { return play({.kind = Kind::truncate, .truncate = bytes}); };
    EXPECT_EQ(cut(0).parts, std::vector{kHead});
    EXPECT_EQ(cut(3).parts, std::vector{kHead + "012"});
    EXPECT_EQ(cut(10).parts, std::vector{kHead + "0123456789"});
    EXPECT_EQ(cut(11).parts, std::vector{kHead + "0123456789"});
    EXPECT_EQ(cut(3).end, Then::close);
}

TEST(FaultyReply, drips_the_body_in_equal_parts_over_the_time) {
    const Played played = play({.kind = Kind::drip, .drip_chunks = 4, .drip_over = milliseconds{1'001}});
    EXPECT_EQ(played.parts, (std::vector<std::string>{kHead, "01", "234", "56", "789"}));
    EXPECT_EQ(played.waited, milliseconds{1'001});
    EXPECT_EQ(played.end, Then::finished);
}

TEST(FaultyReply, drips_a_body_that_is_shorter_than_its_parts) {
    const Played played = play({.kind = Kind::drip, .drip_chunks = 20, .drip_over = milliseconds{20}});
    EXPECT_EQ(played.parts.size(), 11u);
    EXPECT_EQ(played.waited, milliseconds{20});
}

TEST(FaultyReply, sends_garbage_that_is_no_http_and_repeats) {
    const Played played = play({.kind = Kind::garbage});
    ASSERT_EQ(played.parts.size(), 1u);
    EXPECT_EQ(played.parts[0].size(), 64u);
    EXPECT_NE(played.parts[0][0], 'H');
    EXPECT_EQ(played.end, Then::close);
    EXPECT_EQ(play({.kind = Kind::garbage}).parts, played.parts);
    EXPECT_NE(play({.kind = Kind::garbage}, 2).parts, played.parts);
}

TEST(FaultDelay, of_a_uniform_draw_is_between_its_ends) {
    const FaultDelay delay{.kind = FaultDelay::Kind::uniform, .least = milliseconds{10}, .most = milliseconds{20}};
    milliseconds sum{0};
    for (std::uint64_t i = 1; i <= 1'000; ++i) {
        const auto drawn = draw_delay(delay, Chance{7, 0}, i);
        EXPECT_TRUE(drawn >= milliseconds{10} && drawn <= milliseconds{20});
        EXPECT_EQ(drawn, draw_delay(delay, Chance{7, 0}, i));
        sum += drawn;
    }
    EXPECT_NEAR(static_cast<double>(sum.count()) / 1'000, 15, 0.5);
}

TEST(FaultDelay, of_a_lognormal_draw_has_its_median_and_its_tail) {
    const FaultDelay delay{.kind = FaultDelay::Kind::lognormal, .least = milliseconds{80}, .sigma = 0.6};
    int above = 0, above_one_sigma = 0;
    for (std::uint64_t i = 1; i <= 10'000; ++i) {
        const auto drawn = static_cast<double>(draw_delay(delay, Chance{7, 0}, i).count());
        above += drawn > 80;
        above_one_sigma += drawn > 80 * std::exp(0.6);
    }
    EXPECT_NEAR(above, 5'000, 200);
    EXPECT_NEAR(above_one_sigma, 1'587, 150);
}

TEST(FaultDelay, is_ten_minutes_at_most) {
    const FaultDelay delay{.kind = FaultDelay::Kind::lognormal, .least = kLongestFaultDelay, .sigma = 10};
    for (std::uint64_t i = 1; i <= 100; ++i) EXPECT_LE(draw_delay(delay, Chance{7, 0}, i), kLongestFaultDelay);
}

}  // namespace
}  // namespace tandem::standin
