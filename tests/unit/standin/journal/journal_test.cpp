#include "journal/journal.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tandem::standin {
namespace {

using std::chrono_literals::operator""us;

api::Exchange exchange_of(std::string_view request_id) {
    api::Exchange exchange;
    exchange.request.method = "POST";
    exchange.request.path = "/";
    exchange.request.query = "canary=query";
    exchange.request.body = "canary-body";
    exchange.reply.body = "canary-reply";
    exchange.facts.dialect = "tencent-2019";
    exchange.facts.action = "Decrypt";
    std::ranges::copy(request_id, exchange.facts.request_id_text.begin());
    exchange.facts.request_id_length = static_cast<std::uint8_t>(request_id.size());
    return exchange;
}

void record(Journal& journal, int from, int to) {
    for (int i = from; i <= to; ++i) journal.record(exchange_of("r-" + std::to_string(i)), 7us);
}

std::vector<std::uint64_t> numbers(const Journal& journal, std::uint64_t after = 0, std::size_t most = 1'000) {
    std::vector<std::uint64_t> found;
    for (const auto& entry : journal.after(after, most)) found.push_back(entry.number);
    return found;
}

using Numbers = std::vector<std::uint64_t>;

TEST(Journal, begins_empty) {
    const Journal journal{3};
    EXPECT_EQ(journal.last(), 0u);
    EXPECT_EQ(numbers(journal), Numbers{});
    EXPECT_FALSE(journal.find("r-1"));
}

TEST(Journal, keeps_as_many_as_it_has_room_for) {
    Journal journal{3};
    record(journal, 1, 2);
    EXPECT_EQ(numbers(journal), (Numbers{1, 2}));
    record(journal, 3, 3);
    EXPECT_EQ(numbers(journal), (Numbers{1, 2, 3}));
    record(journal, 4, 4);
    EXPECT_EQ(numbers(journal), (Numbers{2, 3, 4}));
    EXPECT_FALSE(journal.find("r-1"));
    EXPECT_EQ(journal.find("r-2")->number, 2u);
    record(journal, 5, 10);
    EXPECT_EQ(numbers(journal), (Numbers{8, 9, 10}));
}

TEST(Journal, goes_on_after_a_number) {
    Journal journal{10};
    record(journal, 1, 4);
    EXPECT_EQ(numbers(journal, 2), (Numbers{3, 4}));
    EXPECT_EQ(numbers(journal, 3), (Numbers{4}));
    EXPECT_EQ(numbers(journal, 4), Numbers{});
    EXPECT_EQ(numbers(journal, 1, 2), (Numbers{2, 3}));
    EXPECT_EQ(numbers(journal, 0, 0), Numbers{});
}

TEST(Journal, a_number_that_was_never_given_is_of_an_earlier_server) {
    Journal journal{10};
    record(journal, 1, 2);
    for (const auto number : {std::uint64_t{3}, std::numeric_limits<std::uint64_t>::max()})
        EXPECT_EQ(numbers(journal, number), (Numbers{1, 2}));
}

TEST(Journal, remembers_nothing_without_room) {
    Journal journal{0};
    record(journal, 1, 3);
    journal.clear();
    EXPECT_EQ(journal.last(), 0u);
    for (const auto number : {std::uint64_t{0}, std::uint64_t{1}, std::numeric_limits<std::uint64_t>::max()})
        EXPECT_EQ(numbers(journal, number), Numbers{});
    EXPECT_FALSE(journal.find("r-1"));
}

TEST(Journal, numbers_go_on_when_it_is_cleared) {
    Journal journal{3};
    record(journal, 1, 2);
    journal.clear();
    EXPECT_EQ(numbers(journal), Numbers{});
    EXPECT_FALSE(journal.find("r-2"));
    EXPECT_EQ(journal.last(), 2u);
    record(journal, 3, 4);
    EXPECT_EQ(numbers(journal), (Numbers{3, 4}));
    record(journal, 5, 6);
    EXPECT_EQ(numbers(journal), (Numbers{4, 5, 6}));
}

TEST(Journal, finds_the_newest_of_an_id_and_none_without_one) {
    Journal journal{5};
    journal.record(exchange_of("twice"), 1us);
    journal.record(exchange_of("twice"), 2us);
    journal.record(exchange_of(""), 3us);
    EXPECT_EQ(journal.find("twice")->took, 2us);
    EXPECT_FALSE(journal.find(""));
}

TEST(Journal, leaves_the_servers_own_api_out) {
    Journal journal{5};
    for (const auto* dialect : {"admin", "health"}) {
        auto exchange = exchange_of("r-1");
        exchange.facts.dialect = dialect;
        journal.record(exchange, 7us);
    }
    EXPECT_EQ(journal.last(), 0u);
}

TEST(Journal, keeps_what_nobody_claimed) {
    Journal journal{5};
    auto exchange = exchange_of("");
    exchange.facts.dialect = exchange.facts.action = {};
    exchange.request = {};
    exchange.reply.status = 431;
    journal.record(exchange, 7us);
    EXPECT_EQ(journal.after(0, 1).at(0).status, 431u);
}

TEST(Journal, says_a_failures_texts_of_failures_alone) {
    Journal journal{5};
    auto exchange = exchange_of("r-1");
    exchange.facts.vendor_code = "left over";
    exchange.facts.diagnosis = "left over";
    journal.record(exchange, 7us);
    exchange.facts.failed = true;
    journal.record(exchange, 7us);
    const auto entries = journal.after(0, 2);
    EXPECT_EQ(entries.at(0).vendor_code + entries.at(0).diagnosis, "");
    EXPECT_EQ(entries.at(1).vendor_code, "left over");
}

TEST(Journal, shows_the_plain_start_of_a_path) {
    const std::vector<std::pair<std::string, std::string>> paths{
        {"/v1.0/{project_id}/kms/list-keys", "/v1.0/{project_id}/kms/list-keys"},
        {"/?Plaintext=canary", "/..."},
        {"/%3FPlaintext=canary", "/..."},
        {"/a;canary", "/a..."},
        {"/\xff\xfe", "/..."},
        {std::string(256, 'p'), std::string(256, 'p')},
        {std::string(257, 'p'), std::string(256, 'p') + "..."}};
    for (const auto& [sent, shown] : paths) {
        Journal journal{1};
        auto exchange = exchange_of("r-1");
        exchange.request.path = sent;
        journal.record(exchange, 7us);
        EXPECT_EQ(journal.find("r-1")->path, shown);
    }
}

TEST(Journal, an_entry_stays_small_whatever_a_client_sends) {
    const std::string text(100'000, 'x');
    auto exchange = exchange_of("r-1");
    exchange.request.method = exchange.request.path = text;
    auto& facts = exchange.facts;
    facts.failed = true;
    facts.vendor_code = facts.diagnosis = facts.fault = facts.decoded = text;
    facts.explanation =
        std::make_shared<api::SignatureExplanation>(api::SignatureExplanation{"h", "s", text, text, text, text});
    Journal journal{1};
    journal.record(exchange, 7us);
    const auto entry = journal.find("r-1").value();
    const auto& explanation = *entry.explanation;
    EXPECT_LT(entry.method.size() + entry.path.size() + entry.vendor_code.size() + entry.diagnosis.size() +
                  entry.fault.size() + entry.parameters.size() + explanation.server_canonical_request.size() +
                  explanation.server_string_to_sign.size() + explanation.client_canonical_request.size() +
                  explanation.client_string_to_sign.size(),
              50u * 1'024);
    EXPECT_EQ(facts.explanation->server_canonical_request.size(), text.size());
}

TEST(Journal, shares_an_explanation_of_usual_size) {
    auto exchange = exchange_of("r-1");
    exchange.facts.explanation = std::make_shared<api::SignatureExplanation>();
    Journal journal{1};
    journal.record(exchange, 7us);
    EXPECT_EQ(journal.find("r-1")->explanation, exchange.facts.explanation);
    journal.record(exchange_of("r-2"), 7us);
    EXPECT_EQ(journal.find("r-2")->explanation, nullptr);
    EXPECT_EQ(exchange.facts.explanation.use_count(), 1);
}

TEST(Journal, many_threads_write_and_read) {
    constexpr int kThreads = 4, kRequests = 5'000;
    Journal journal{64};
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < kRequests; ++i) {
                journal.record(exchange_of("r-1"), 7us);
                if (i % 100 != 0) continue;
                const auto found = numbers(journal);
                EXPECT_LE(found.size(), 64u);
                EXPECT_EQ(std::ranges::adjacent_find(found, [](auto a, auto b) { return a + 1 != b; }), found.end());
                EXPECT_TRUE(journal.find("r-1"));
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(journal.last(), static_cast<std::uint64_t>(kThreads) * kRequests);
}

}  // namespace
}  // namespace tandem::standin
