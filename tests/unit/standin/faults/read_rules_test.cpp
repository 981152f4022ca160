#include "faults/read_rules.hpp"

#include "tandem/base/user_error.hpp"
#include "tandem/standin/checks.hpp"

#include "documents/as_written.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace tandem::standin {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using Kind = FaultEffect::Kind;

const FaultVocabulary& rule_words() {
    static const FaultVocabulary kWords = fault_vocabulary();
    return kWords;
}

FaultDocument read_rules(const std::string& text) {
    return read_fault_document(text, {app::Origin::Kind::file, "f.yaml", 0, 0}, rule_words());
}
FaultRule rule(const std::string& text) { return read_rules(text).rules.at(0); }

std::string rules_refusal(const std::string& text) {
    try {
        read_rules(text);
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::configuration);
        return error.what();
    }
    ADD_FAILURE() << "accepted: " << text;
    return {};
}

constexpr auto kExample = R"(seed: 7
rules:
  - name: throttle-burst
    match: { dialect: tencent-2019, action: [Encrypt, GenerateDataKey], credential: app1 }
    when: { nth: "3-7" }
    do: { api_error: throttled }
  - name: slow-tail
    when: { probability: 0.05 }
    do: { delay: { lognormal: { median: 80ms, sigma: 0.6 } } }
  - do: { http_status: 503, then: close }
)";

TEST(FaultDocument, is_read_with_its_seed_and_its_rules) {
    const FaultDocument document = read_rules(kExample);
    EXPECT_EQ(document.seed, 7u);
    ASSERT_EQ(document.rules.size(), 3u);
    const FaultRule& first = document.rules[0];
    EXPECT_EQ(first.name, "throttle-burst");
    EXPECT_EQ(first.match.dialect, "tencent-2019");
    EXPECT_EQ(first.match.actions, (std::vector<std::string>{"Encrypt", "GenerateDataKey"}));
    EXPECT_EQ(first.match.credential, "app1");
    ASSERT_EQ(first.turn.nth.size(), 1u);
    EXPECT_EQ(first.turn.nth[0].first, 3u);
    EXPECT_EQ(first.turn.nth[0].last, 7u);
    EXPECT_EQ(first.effect.kind, Kind::api_error);
    EXPECT_EQ(first.effect.api_error, ApiError::throttled);
    EXPECT_EQ(document.rules[1].turn.probability, 0.05);
    EXPECT_EQ(document.rules[1].effect.kind, Kind::none);
    EXPECT_EQ(document.rules[1].effect.delay->kind, FaultDelay::Kind::lognormal);
    EXPECT_EQ(document.rules[1].effect.delay->sigma, 0.6);
    EXPECT_EQ(document.rules[2].effect.http_status, 503u);
    EXPECT_TRUE(document.rules[2].effect.close);
}

TEST(FaultDocument, may_be_json) {
    EXPECT_EQ(read_rules(R"({"$schema": "x", "seed": 3, "rules": [{"do": {"reset": true}}]})").rules.size(), 1u);
}

TEST(FaultDocument, may_have_no_rules) { EXPECT_TRUE(read_rules("rules: []").rules.empty()); }

TEST(FaultDocument, may_be_one_rule_alone) {
    const FaultDocument document =
        read_rules(R"({"match":{"action":"Decrypt"},"when":{"next":2},"do":{"api_error":"internal"}})");
    ASSERT_EQ(document.rules.size(), 1u);
    EXPECT_EQ(document.rules[0].match.actions, std::vector<std::string>{"Decrypt"});
    EXPECT_EQ(document.rules[0].turn.next, 2u);
}

TEST(FaultDocument, one_rule_alone_may_have_a_seed) {
    const FaultDocument document = read_rules("{seed: 9, do: {reset: true}}");
    EXPECT_EQ(document.seed, 9u);
    EXPECT_EQ(document.rules.at(0).written, json::parse(R"({"do": {"reset": true}})"));
}

TEST(FaultRule, is_kept_as_it_was_written) {
    EXPECT_EQ(read_rules(kExample).rules[0].written, json::parse(R"({"name": "throttle-burst",
        "match": {"dialect": "tencent-2019", "action": ["Encrypt", "GenerateDataKey"], "credential": "app1"},
        "when": {"nth": "3-7"}, "do": {"api_error": "throttled"}})"));
    EXPECT_EQ(rule("{when: {probability: 0.25, next: 3}, do: {reset: true}}").written,
              json::parse(R"({"when": {"probability": 0.25, "next": 3}, "do": {"reset": true}})"));
}

TEST(FaultRule, matches_what_it_names) {
    const FaultMatch match = rule("{match: {key: kms-abc12345, tenant: acme}, do: {reset: true}}").match;
    EXPECT_EQ(match.key, "kms-abc12345");
    EXPECT_EQ(match.tenant, "acme");
    EXPECT_TRUE(match.actions.empty());
    EXPECT_EQ(rule("{match: {action: Encrypt}, do: {reset: true}}").match.actions.size(), 1u);
}

TEST(FaultRule, nth_is_a_number_a_range_or_a_list) {
    EXPECT_EQ(rule("{when: {nth: 3}, do: {reset: true}}").turn.nth.at(0).last, 3u);
    EXPECT_EQ(rule("{when: {nth: [1, 3, 5-7]}, do: {reset: true}}").turn.nth.at(2).first, 5u);
    EXPECT_EQ(rule("{when: {nth: '1,5-7'}, do: {reset: true}}").turn.nth.size(), 2u);
}

TEST(FaultRule, has_windows_and_rates) {
    const FaultTurn turn = rule("{when: {window: {from: 10s, to: 40s}, rate: {over: 50/s}}, do: {reset: true}}").turn;
    EXPECT_EQ(turn.window->from, milliseconds{10'000});
    EXPECT_EQ(turn.window->to, milliseconds{40'000});
    EXPECT_EQ(turn.over_per_second, 50u);
    EXPECT_EQ(rule("{when: {rate: {over: 7}}, do: {reset: true}}").turn.over_per_second, 7u);
}

TEST(FaultRule, has_every_kind_of_effect) {
    const auto kind = [](const std::string& what) { return rule("do: {" + what + "}").effect.kind; };
    EXPECT_EQ(kind("api_error: not_found"), Kind::api_error);
    EXPECT_EQ(kind("http_status: 500"), Kind::http_status);
    EXPECT_EQ(kind("reset: true"), Kind::reset);
    EXPECT_EQ(kind("hang: true"), Kind::hang);
    EXPECT_EQ(kind("empty: true"), Kind::empty);
    EXPECT_EQ(kind("garbage: true"), Kind::garbage);
    EXPECT_EQ(kind("truncate: 20"), Kind::truncate);
    EXPECT_EQ(kind("drip: {chunks: 8, over: 3s}"), Kind::drip);
    EXPECT_EQ(kind("delay: 80ms"), Kind::none);
    EXPECT_EQ(kind("then: close"), Kind::none);
}

TEST(FaultRule, has_every_kind_of_delay) {
    const auto delay = [](const std::string& what) { return *rule("do: {delay: " + what + "}").effect.delay; };
    EXPECT_EQ(delay("80ms").least, milliseconds{80});
    EXPECT_EQ(delay("{fixed: 80ms}").least, milliseconds{80});
    EXPECT_EQ(delay("{uniform: {from: 1s, to: 2s}}").most, milliseconds{2'000});
    EXPECT_EQ(delay("{lognormal: {median: 80ms, sigma: 0}}").least, milliseconds{80});
    EXPECT_EQ(delay("10m").least, kLongestFaultDelay);
}

TEST(FaultRule, a_delay_goes_with_any_other_effect) {
    const FaultEffect effect = rule("do: {delay: 1s, api_error: denied, then: close, after_action: true}").effect;
    EXPECT_TRUE(effect.delay && effect.close && effect.after_action);
    EXPECT_FALSE(effect.replaces_action());
}

struct RulesRefusal {
    const char* text;
    const char* message;
};
class BadFaults : public testing::TestWithParam<RulesRefusal> {};

TEST_P(BadFaults, are_refused_with_their_place) { EXPECT_EQ(rules_refusal(GetParam().text), GetParam().message); }

INSTANTIATE_TEST_SUITE_P(
    Documents, BadFaults,
    testing::Values(RulesRefusal{"", "f.yaml: rules is missing"},
                    RulesRefusal{"rules: 3", "f.yaml:1:8: rules: a list of rules is needed"},
                    RulesRefusal{"- 1", "f.yaml:1:1: the configuration must be a section of keys"},
                    RulesRefusal{"seed: -1\nrules: []",
                                 "f.yaml:1:7: seed: \"-1\" is not a whole number from 0 to 9223372036854775807"},
                    RulesRefusal{"ruels: []", "f.yaml:1:1: rules is missing"},
                    RulesRefusal{"rules: []\nsed: 1", "f.yaml:2:1: unknown key \"sed\"; did you mean \"seed\"?"},
                    RulesRefusal{"rules:\n  - do: {reset: true}\n    wehn: {}",
                                 "f.yaml:3:5: unknown key \"rules[0].wehn\"; did you mean \"rules[0].when\"?"},
                    RulesRefusal{"rules: [{name: a, do: {reset: true}}, {name: a, do: {reset: true}}]",
                                 "f.yaml:1:46: rules[1].name: \"a\" is there twice"},
                    RulesRefusal{"{name: a b, do: {reset: true}}",
                                 "f.yaml:1:8: name: a name has 1 to 64 letters, digits, '.', '_' and '-'"},
                    RulesRefusal{"{match: {}}", "f.yaml:1:1: do is missing"}));

INSTANTIATE_TEST_SUITE_P(
    Matches, BadFaults,
    testing::Values(
        RulesRefusal{
            "{match: {dialect: tencent-v3}, do: {reset: true}}",
            "f.yaml:1:19: match.dialect: \"tencent-v3\" is not one of tencent-2019, tencent-2017, huawei; did you "
            "mean \"tencent-2019\"?"},
        RulesRefusal{
            "{match: {dialect: tencent-v2}, do: {reset: true}}",
            "f.yaml:1:19: match.dialect: \"tencent-v2\" is not one of tencent-2019, tencent-2017, huawei; did you "
            "mean \"tencent-2017\"?"},
        RulesRefusal{
            "{match: {dialect: hauwei}, do: {reset: true}}",
            "f.yaml:1:19: match.dialect: \"hauwei\" is not one of tencent-2019, tencent-2017, huawei; did you mean "
            "\"huawei\"?"},
        RulesRefusal{"{match: {action: Encript}, do: {reset: true}}",
                     "f.yaml:1:18: match.action: \"Encript\" is no action of any dialect; did you mean \"Encrypt\"?"},
        RulesRefusal{"{match: {action: [Encrypt, Xyz]}, do: {reset: true}}",
                     "f.yaml:1:28: match.action: \"Xyz\" is no action of any dialect"},
        RulesRefusal{"{match: {dialect: huawei, action: Encrypt}, do: {reset: true}}",
                     "f.yaml:1:35: match.action: \"Encrypt\" is no action of huawei; did you mean \"EncryptData\"?"},
        RulesRefusal{"{match: {action: []}, do: {reset: true}}",
                     "f.yaml:1:18: match.action: at least one action is needed"},
        RulesRefusal{"{match: {actoin: Encrypt}, do: {reset: true}}",
                     "f.yaml:1:10: unknown key \"match.actoin\"; did you mean \"match.action\"?"},
        RulesRefusal{"{match: Encrypt, do: {reset: true}}", "f.yaml:1:9: match must be a section of keys"}));

INSTANTIATE_TEST_SUITE_P(
    Turns, BadFaults,
    testing::Values(RulesRefusal{"{when: {next: 0}, do: {reset: true}}",
                                 "f.yaml:1:15: when.next: \"0\" is not a whole number from 1 to 4294967295"},
                    RulesRefusal{"{when: {nth: 7-3}, do: {reset: true}}",
                                 "f.yaml:1:14: when.nth: \"7-3\" is not a number from 1 or a range such as 3-7"},
                    RulesRefusal{"{when: {nth: 0}, do: {reset: true}}",
                                 "f.yaml:1:14: when.nth: \"0\" is not a number from 1 or a range such as 3-7"},
                    RulesRefusal{"{when: {nth: 3-}, do: {reset: true}}",
                                 "f.yaml:1:14: when.nth: \"3-\" is not a number from 1 or a range such as 3-7"},
                    RulesRefusal{"{when: {nth: []}, do: {reset: true}}",
                                 "f.yaml:1:14: when.nth: 1 to 100 numbers or ranges are needed"},
                    RulesRefusal{"{when: {probability: 1.1}, do: {reset: true}}",
                                 "f.yaml:1:22: when.probability: \"1.1\" is not a number from 0 to 1"},
                    RulesRefusal{"{when: {probability: nan}, do: {reset: true}}",
                                 "f.yaml:1:22: when.probability: \"nan\" is not a number from 0 to 1"},
                    RulesRefusal{"{when: {window: {from: 10s, to: 10s}}, do: {reset: true}}",
                                 "f.yaml:1:17: when.window: it ends before it begins"},
                    RulesRefusal{"{when: {window: {form: 10s}}, do: {reset: true}}",
                                 "f.yaml:1:18: unknown key \"when.window.form\"; did you mean \"when.window.from\"?"},
                    RulesRefusal{"{when: {rate: {over: 50/m}}, do: {reset: true}}",
                                 "f.yaml:1:22: when.rate.over: \"50/m\" is not a rate such as 50/s"},
                    RulesRefusal{"{when: {rate: {over: 0/s}}, do: {reset: true}}",
                                 "f.yaml:1:22: when.rate.over: \"0/s\" is not a rate such as 50/s"},
                    RulesRefusal{"{when: {rate: {}}, do: {reset: true}}", "f.yaml:1:15: when.rate.over is missing"}));

INSTANTIATE_TEST_SUITE_P(
    Effects, BadFaults,
    testing::Values(
        RulesRefusal{"do: {}", "f.yaml:1:5: do: nothing is said that could be done"},
        RulesRefusal{"do: {reset: false}", "f.yaml:1:5: do: nothing is said that could be done"},
        RulesRefusal{"do: {rset: true}", "f.yaml:1:6: unknown key \"do.rset\"; did you mean \"do.reset\"?"},
        RulesRefusal{"do: {api_error: thortled}",
                     "f.yaml:1:17: do.api_error: \"thortled\" is not one of throttled, internal, unavailable, "
                     "expired_token, disabled, denied, not_found; did you mean \"throttled\"?"},
        RulesRefusal{"do: {reset: true, hang: true}",
                     "f.yaml:1:25: do.hang: a rule that has it cannot have reset, too"},
        RulesRefusal{"do: {http_status: 199}",
                     "f.yaml:1:19: do.http_status: \"199\" is not a whole number from 200 to 599"},
        RulesRefusal{"do: {http_status: 600}",
                     "f.yaml:1:19: do.http_status: \"600\" is not a whole number from 200 to 599"},
        RulesRefusal{"do: {delay: 601s}", "f.yaml:1:13: do.delay: 10m at most"},
        RulesRefusal{"do: {delay: soon}", "f.yaml:1:13: do.delay: \"soon\" is not a time such as 500ms, 30s, 5m or 2h"},
        RulesRefusal{"do: {delay: {}}", "f.yaml:1:13: do.delay: one of fixed, uniform and lognormal is needed"},
        RulesRefusal{"do: {delay: {uniform: {from: 2s, to: 1s}}}",
                     "f.yaml:1:38: do.delay.uniform.to: it is less than from"},
        RulesRefusal{"do: {delay: {lognormal: {median: 1s}}}", "f.yaml:1:25: do.delay.lognormal.sigma is missing"},
        RulesRefusal{"do: {drip: {chunks: 0, over: 1s}}",
                     "f.yaml:1:21: do.drip.chunks: \"0\" is not a whole number from 1 to 1000"},
        RulesRefusal{"do: {drip: {chunks: 8}}", "f.yaml:1:12: do.drip.over is missing"},
        RulesRefusal{"do: {then: reset}", "f.yaml:1:12: do.then: \"reset\" is not one of close"},
        RulesRefusal{
            "do: {truncate: 20, after_action: true}",
            "f.yaml:1:34: do.after_action: only for what answers in place of the action: the action runs anyway"}));

TEST(FaultDocument, has_a_hundred_rules_at_most) {
    std::string text = "rules:";
    for (std::size_t i = 0; i < kMostFaultRules; ++i) text += "\n- do: {reset: true}";
    EXPECT_EQ(read_rules(text).rules.size(), kMostFaultRules);
    EXPECT_EQ(rules_refusal(text + "\n- do: {reset: true}"), "f.yaml:2:1: rules: there may be 100 rules");
}

TEST(FaultName, has_sixty_four_characters_at_most) {
    EXPECT_TRUE(is_fault_name(std::string(64, 'a')));
    EXPECT_FALSE(is_fault_name(std::string(65, 'a')));
    EXPECT_TRUE(is_fault_name("A.b_c-9"));
    EXPECT_FALSE(is_fault_name(""));
    EXPECT_FALSE(is_fault_name("a/b"));
}

TEST(FaultFile, that_is_not_there_is_named) {
    EXPECT_THROW(read_fault_file("/nowhere/f.yaml"), UserError);
    EXPECT_THROW(read_fault_file("/tmp"), UserError);
}

TEST(FaultDocuments, of_the_configuration_come_in_its_order) {
    const test::TemporaryFolder folder;
    std::ofstream{folder / "a.yaml"} << "{name: first, do: {reset: true}}";
    app::StandInConfig config;
    config.faults = {folder / "a.yaml"};
    config.fault_texts = {"{name: second, do: {reset: true}}"};
    const auto documents = read_fault_documents(config, rule_words());
    ASSERT_EQ(documents.size(), 2u);
    EXPECT_EQ(documents[0].rules[0].name, "first");
    EXPECT_EQ(documents[1].rules[0].name, "second");
}

}  // namespace
}  // namespace tandem::standin
