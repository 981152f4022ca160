#include "faults/faults.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/aliases.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"
#include "tandem/service/actions/tenants.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/unseal_key.hpp"

#include "faults/read_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::standin {
namespace {

using testing::ElementsAre;

const FaultVocabulary& fault_words() {
    static const FaultVocabulary kWords = fault_vocabulary();
    return kWords;
}
FaultDocument read_faults(const std::string& text) {
    return read_fault_document(text, {app::Origin::Kind::file, "f.yaml", 0, 0}, fault_words());
}

// The rules over a store with two tenants, ours with one key, whose alias is "orders".
class FaultsTest : public testing::Test {
  protected:
    void SetUp() override {
        for (const auto* name : {"ours", "others"}) {
            const service::NewCredential credential{std::string{name} + "-id", SecretBytes{16}};
            ASSERT_TRUE(service::create_tenant(services_, service::random_tenant(name, "p"), credential).has_value());
        }
        const auto guard = store_->read();
        const service::Call call{services_, *credential("ours-id")->tenant};
        key_ = create(call, "orders");
        other_key_ = create(call, "other");
    }
    static KeyId create(const service::Call& call, const std::string& alias) {
        service::CreateKeyInput input;
        input.alias = alias;
        return (*service::create_key(call, input))->id;
    }
    const store::Credential* credential(std::string_view id) const { return store_->find_credential(id); }

    struct Asked {
        std::string_view dialect = "tencent-2019";
        std::string_view action = "Encrypt";
        std::string_view credential = "ours-id";
        bool finds_key = false;
        std::vector<KeyId> keys{};  // that the action finds
        int runs = 1;               // the last one on a worker
    };
    // The name of the rule that fires, after the whole way of a request; "" when none does.
    std::string ask(const Asked& asked) {
        const auto guard = store_->read();
        const auto request = faults_.begin();
        if (!request) return "";
        const auto* caller = credential(asked.credential);
        for (int run = 0; run < asked.runs; ++run) {
            refused_before_key_ = request
                                      ->identified({.dialect = asked.dialect,
                                                    .action = asked.action,
                                                    .credential = caller,
                                                    .finds_key = asked.finds_key,
                                                    .arrived_ticks = now_})
                                      .has_error();
            const service::Call call{services_, *caller->tenant};
            for (const KeyId& key : asked.keys) {
                const auto found = service::find_key(call, key);
                refused_ = found.has_error() || request->found(call, **found).has_error();
            }
        }
        api::Exchange exchange;
        request->alter(exchange);
        return exchange.facts.fault;
    }
    std::string ask() { return ask(Asked{}); }
    std::string ask_with(const KeyId& key) { return ask({.finds_key = true, .keys = {key}}); }
    void set(const std::string& text) { ASSERT_TRUE(faults_.replace(read_faults(text)).has_value()); }
    std::vector<std::uint64_t> matched() const {
        std::vector<std::uint64_t> counts;
        for (const auto& each : faults_.list()) counts.push_back(each.counts.matched);
        return counts;
    }

    SystemClock clock_;
    std::unique_ptr<store::KeyStore> store_ =
        store::KeyStore::open(store::make_memory_backend(), crypto::random_secret(store::kUnsealKeyBytes), clock_);
    service::Services services_{*store_, clock_, {}};
    std::int64_t now_ = 0;
    Faults faults_{{}, [this] { return now_; }};
    KeyId key_{}, other_key_{};
    bool refused_before_key_ = false;
    bool refused_ = false;
};

TEST_F(FaultsTest, without_rules_have_nothing_to_do_with_a_request) { EXPECT_EQ(faults_.begin(), nullptr); }

TEST_F(FaultsTest, without_a_match_are_for_every_request) {
    set("{name: a, do: {reset: true}}");
    EXPECT_EQ(ask(), "a");
    EXPECT_EQ(ask({.dialect = "huawei", .action = "ListKeys", .credential = "others-id"}), "a");
}

TEST_F(FaultsTest, match_dialect_and_action) {
    set("{name: a, match: {dialect: tencent-2019, action: [Encrypt, Decrypt]}, do: {reset: true}}");
    EXPECT_EQ(ask(), "a");
    EXPECT_EQ(ask({.action = "Decrypt"}), "a");
    EXPECT_EQ(ask({.action = "ReEncrypt"}), "");
    EXPECT_EQ(ask({.dialect = "tencent-2017"}), "");
}

TEST_F(FaultsTest, match_the_credential_and_not_the_neighbour_s) {
    set("{name: a, match: {credential: ours-id}, do: {reset: true}}");
    EXPECT_EQ(ask(), "a");
    EXPECT_EQ(ask({.credential = "others-id"}), "");
}

TEST_F(FaultsTest, match_the_tenant_and_not_the_neighbour) {
    set("{name: a, match: {tenant: ours}, do: {reset: true}}");
    EXPECT_EQ(ask(), "a");
    EXPECT_EQ(ask({.credential = "others-id"}), "");
}

TEST_F(FaultsTest, match_a_key_by_id_name_and_alias) {
    const auto name = [this] {
        const auto guard = store_->read();
        return store_->find_key(*credential("ours-id")->tenant, key_)->name.text();
    }();
    for (const auto& text : {key_.text(), name, std::string{"orders"}, std::string{"alias/orders"}}) {
        set("{name: a, match: {key: " + text + "}, do: {reset: true}}");
        EXPECT_EQ(ask_with(key_), "a") << text;
        EXPECT_TRUE(refused_);
        EXPECT_FALSE(refused_before_key_);
        EXPECT_EQ(ask_with(other_key_), "");
        EXPECT_EQ(ask(), "");
    }
}

TEST_F(FaultsTest, match_any_of_several_keys_once) {
    set("{name: a, match: {key: orders}, when: {nth: 2}, do: {reset: true}}");
    const Asked both{.finds_key = true, .keys = {other_key_, key_, key_}};
    EXPECT_EQ(ask(both), "");
    EXPECT_EQ(ask(both), "a");
}

TEST_F(FaultsTest, fire_in_their_order_one_a_request) {
    set("rules: [{name: a, when: {next: 1}, do: {reset: true}}, {name: b, when: {next: 2}, do: {reset: true}}]");
    EXPECT_EQ(ask(), "a");
    EXPECT_EQ(ask(), "b");
    EXPECT_EQ(ask(), "b");
    EXPECT_EQ(ask(), "");
}

TEST_F(FaultsTest, are_not_counted_behind_the_one_that_fires) {
    set("rules: [{name: a, when: {nth: 2}, do: {reset: true}}, {name: b, when: {nth: 9}, do: {reset: true}}]");
    for (int i = 0; i < 3; ++i) ask();
    EXPECT_THAT(matched(), ElementsAre(3, 2));
}

TEST_F(FaultsTest, with_a_key_come_before_later_ones_without) {
    set("rules: [{name: keyed, match: {key: orders}, do: {reset: true}}, {name: any, do: {reset: true}}]");
    EXPECT_EQ(ask_with(key_), "keyed");
    EXPECT_EQ(ask_with(other_key_), "any");
    EXPECT_EQ(ask(), "any") << "an action that has no key";
}

TEST_F(FaultsTest, are_asked_once_when_a_request_is_run_again) {
    set("rules: [{name: a, when: {nth: 2}, do: {reset: true}}, {name: b, match: {key: orders}, when: {nth: 2}, "
        "do: {reset: true}}]");
    const Asked twice{.finds_key = true, .keys = {key_}, .runs = 2};
    EXPECT_EQ(ask(twice), "");
    EXPECT_THAT(matched(), ElementsAre(1, 1));
    EXPECT_EQ(ask(twice), "a");
}

TEST_F(FaultsTest, hold_their_verdict_when_a_request_is_run_again) {
    set("{name: a, when: {next: 1}, do: {reset: true, after_action: true}}");
    EXPECT_EQ(ask({.runs = 2}), "a");
    EXPECT_FALSE(refused_before_key_);
    EXPECT_EQ(ask(), "");
}

TEST_F(FaultsTest, do_not_refuse_what_runs_first) {
    set("{name: a, do: {delay: 1ms}}");
    EXPECT_EQ(ask_with(key_), "a");
    EXPECT_FALSE(refused_before_key_ || refused_);
}

TEST_F(FaultsTest, a_window_begins_when_the_rules_are_set) {
    constexpr std::int64_t kSecond = 1'000'000'000;
    now_ = 50 * kSecond;
    set("{name: a, when: {window: {from: 1s, to: 2s}}, do: {reset: true}}");
    EXPECT_EQ(ask(), "");
    now_ += kSecond;
    EXPECT_EQ(ask(), "a");
    now_ += kSecond;
    EXPECT_EQ(ask(), "");
    set("{name: a, when: {window: {from: 0s, to: 1s}}, do: {reset: true}}");
    EXPECT_EQ(ask(), "a");
}

TEST_F(FaultsTest, get_a_name_when_they_have_none) {
    EXPECT_THAT(*faults_.add(read_faults("rules: [{do: {reset: true}}, {name: rule-1, do: {reset: true}}]")),
                ElementsAre("rule-2", "rule-1"));
    EXPECT_THAT(*faults_.add(read_faults("do: {reset: true}")), ElementsAre("rule-3"));
}

TEST_F(FaultsTest, are_added_behind_the_others) {
    set("{name: a, do: {reset: true}}");
    ASSERT_TRUE(faults_.add(read_faults("{name: b, do: {reset: true}}")).has_value());
    EXPECT_EQ(ask(), "a");
    EXPECT_TRUE(faults_.remove("a"));
    EXPECT_EQ(ask(), "b");
}

TEST_F(FaultsTest, with_a_name_that_is_taken_are_refused_together) {
    set("{name: a, do: {reset: true}}");
    const auto added = faults_.add(read_faults("rules: [{name: b, do: {reset: true}}, {name: a, do: {reset: true}}]"));
    ASSERT_TRUE(added.has_error());
    EXPECT_EQ(added.error().code, ErrorCode::conflict);
    EXPECT_EQ(faults_.list().size(), 1u);
}

TEST_F(FaultsTest, are_a_hundred_at_most) {
    for (std::size_t i = 0; i < kMostFaultRules; ++i)
        ASSERT_TRUE(faults_.add(read_faults("do: {reset: true}")).has_value());
    EXPECT_EQ(faults_.add(read_faults("do: {reset: true}")).error().code, ErrorCode::parameter_out_of_range);
}

TEST_F(FaultsTest, that_are_removed_have_nothing_to_do_with_a_request) {
    set("{name: a, do: {reset: true}}");
    EXPECT_FALSE(faults_.remove("b"));
    EXPECT_TRUE(faults_.remove("a"));
    EXPECT_EQ(faults_.begin(), nullptr);
    set("{name: a, do: {reset: true}}");
    faults_.clear();
    EXPECT_EQ(faults_.begin(), nullptr);
}

TEST_F(FaultsTest, go_back_to_those_of_the_start_with_new_counts) {
    Faults faults{{read_faults("{name: start, when: {next: 1}, do: {reset: true}}")}};
    const auto request = faults.begin();
    EXPECT_TRUE(request->identified({}).has_error());
    EXPECT_TRUE(faults.list().at(0).counts.spent);
    ASSERT_TRUE(faults.add(read_faults("{name: later, do: {reset: true}}")).has_value());
    faults.reset();
    ASSERT_EQ(faults.list().size(), 1u);
    EXPECT_EQ(faults.list()[0].name, "start");
    EXPECT_EQ(faults.list()[0].counts.matched, 0u);
    EXPECT_FALSE(faults.list()[0].counts.spent);
}

TEST_F(FaultsTest, of_the_start_must_go_together) {
    const auto document = read_faults("{name: a, do: {reset: true}}");
    EXPECT_THROW((Faults{{document, document}}), UserError);
}

}  // namespace
}  // namespace tandem::standin
