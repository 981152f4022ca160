#include "read_rules.hpp"

#include "tandem/app/dialects.hpp"
#include "tandem/base/suggestion.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/standin/checks.hpp"

#include "documents/as_written.hpp"
#include "read_effect.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <limits>
#include <set>

namespace tandem::standin {
namespace {

// ---- match ----

// The dialect that is meant, perhaps by its name elsewhere.
std::string dialect_meant(const std::string& typed, const std::vector<std::string>& known) {
    constexpr std::pair<std::string_view, std::string_view> kElsewhere[] = {
        {"tencent-v3", "tencent-2019"}, {"tencent-v2", "tencent-2017"}, {"tencent", "tencent-2019"}};
    for (const auto& [name, meant] : kElsewhere)
        if (typed == name) return std::string{meant};
    return nearest_name(typed, known);
}

void read_rule_dialect(app::SectionReader& match, const FaultVocabulary& vocabulary, std::string& to) {
    if (!match.text("dialect", to) || vocabulary.contains(to)) return;
    std::vector<std::string> known;
    for (const auto& [name, actions] : vocabulary) known.push_back(name);
    match.refuse("dialect", match.node().find("dialect")->value,
                 in_quotes(to) + " is not one of tencent-2019, tencent-2017, huawei",
                 did_you_mean(dialect_meant(to, known)));
}

std::string action_meant(const std::string& typed, const std::vector<std::string>& known) {
    const auto longer = std::ranges::find_if(known, [&](const auto& name) { return name.starts_with(typed); });
    return longer == known.end() || typed.empty() ? nearest_name(typed, known) : *longer;
}

void read_actions(app::SectionReader& match, const FaultVocabulary& vocabulary, FaultMatch& to) {
    if (!match.texts("action", to.actions)) return;
    std::vector<std::string> known;
    for (const auto& [dialect, actions] : vocabulary)
        if (to.dialect.empty() || dialect == to.dialect) known.insert(known.end(), actions.begin(), actions.end());
    const auto& node = match.node().find("action")->value;
    if (to.actions.empty()) match.refuse("action", node, "at least one action is needed");
    for (std::size_t i = 0; i < to.actions.size(); ++i) {
        const auto& action = to.actions[i];
        if (std::ranges::find(known, action) != known.end()) continue;
        match.refuse("action", node.items.empty() ? node : node.items[i],
                     in_quotes(action) + " is no action of " + (to.dialect.empty() ? "any dialect" : to.dialect),
                     did_you_mean(action_meant(action, known)));
    }
}

FaultMatch read_match(app::SectionReader section, const FaultVocabulary& vocabulary) {
    FaultMatch match;
    read_rule_dialect(section, vocabulary, match.dialect);
    read_actions(section, vocabulary, match);
    section.text("key", match.key);
    section.text("credential", match.credential);
    section.text("tenant", match.tenant);
    section.finish();
    return match;
}

// ---- when ----

std::optional<std::uint64_t> parse_ordinal(std::string_view text) {
    std::uint64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && rest == text.data() + text.size();
    return whole && number > 0 ? std::optional{number} : std::nullopt;
}

// "3" or "3-7".
std::optional<FaultTurn::Range> parse_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = parse_ordinal(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_ordinal(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return FaultTurn::Range{*first, *last};
}

void read_nth(app::SectionReader& when, FaultTurn& to) {
    constexpr std::size_t kMostRanges = 100;
    std::vector<std::string> texts;
    if (!when.texts("nth", texts)) return;
    const auto& node = when.node().find("nth")->value;
    if (texts.empty() || texts.size() > kMostRanges) when.refuse("nth", node, "1 to 100 numbers or ranges are needed");
    for (const auto& text : texts) {
        const auto range = parse_range(text);
        if (!range) when.refuse("nth", node, in_quotes(text) + " is not a number from 1 or a range such as 3-7");
        to.nth.push_back(*range);
    }
}

void read_window(app::SectionReader& when, FaultTurn& to) {
    const auto* node = when.take("window");
    if (!node) return;
    app::SectionReader section{*node, when.path_of("window")};
    FaultTurn::Window window;
    std::chrono::milliseconds end{};
    section.duration("from", window.from);
    if (section.duration("to", end)) window.to = end;
    section.finish();
    if (window.to && *window.to <= window.from) when.refuse("window", *node, "it ends before it begins");
    to.window = window;
}

void read_rate(app::SectionReader& when, FaultTurn& to) {
    constexpr std::uint32_t kMost = 1'000'000;
    const auto* node = when.take("rate");
    if (!node) return;
    app::SectionReader section{*node, when.path_of("rate")};
    std::string text;
    section.require("over", section.text("over", text));
    section.finish();
    std::uint32_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, count);
    const std::string_view unit{rest, static_cast<std::size_t>(end - rest)};
    if (error != std::errc{} || count == 0 || count > kMost || (!unit.empty() && unit != "/s"))
        section.refuse("over", section.node().find("over")->value, in_quotes(text) + " is not a rate such as 50/s");
    to.over_per_second = count;
}

FaultTurn read_turn(app::SectionReader section) {
    FaultTurn turn;
    std::uint64_t next = 0;
    double probability = 0;
    if (section.number("next", next, 1, std::numeric_limits<std::uint32_t>::max())) turn.next = next;
    read_nth(section, turn);
    if (read_decimal(section, "probability", probability, 1)) turn.probability = probability;
    read_window(section, turn);
    read_rate(section, turn);
    section.finish();
    return turn;
}

// ---- rules and documents ----

void read_name(app::SectionReader& section, std::string& to) {
    if (section.text("name", to) && !is_fault_name(to))
        section.refuse("name", section.node().find("name")->value, "a name has " + std::string{kFaultNameRule});
}

FaultRule read_rule(app::SectionReader section, const FaultVocabulary& vocabulary) {
    FaultRule rule;
    read_name(section, rule.name);
    rule.match = read_match(section.section("match"), vocabulary);
    rule.turn = read_turn(section.section("when"));
    const auto* to_do = section.take("do");
    section.require("do", to_do != nullptr);
    rule.effect = read_effect({*to_do, section.path_of("do")});
    if (!rule.effect.does_something()) section.refuse("do", *to_do, "nothing is said that could be done");
    section.finish();
    rule.written = as_written(section.node());
    return rule;
}

void read_rules(app::SectionReader& root, const FaultVocabulary& vocabulary, FaultDocument& to) {
    const auto* rules = root.take("rules");
    root.require("rules", rules != nullptr);
    if (rules->kind != app::ConfigNode::Kind::sequence) root.refuse("rules", *rules, "a list of rules is needed");
    if (rules->items.size() > kMostFaultRules)
        root.refuse("rules", *rules, "there may be " + std::to_string(kMostFaultRules) + " rules");
    std::set<std::string> names;
    for (std::size_t i = 0; i < rules->items.size(); ++i) {
        const auto& node = rules->items[i];
        const app::SectionReader section{node, "rules[" + std::to_string(i) + "]"};
        to.rules.push_back(read_rule(section, vocabulary));
        const auto& name = to.rules.back().name;
        if (!name.empty() && !names.insert(name).second)
            section.refuse("name", node.find("name")->value, in_quotes(name) + " is there twice");
    }
}

}  // namespace

FaultVocabulary fault_vocabulary() {
    FaultVocabulary vocabulary;
    for (const auto& name : app::vendor_dialects())
        for (const auto& action : app::make_dialect(name)->actions()) vocabulary[name].emplace_back(action.action);
    return vocabulary;
}

FaultDocument read_fault_document(const std::string& text, const app::Origin& source,
                                  const FaultVocabulary& vocabulary) {
    const auto tree = app::parse_yaml(text, source);
    app::SectionReader root{tree, ""};
    FaultDocument document;
    std::string schema;
    root.text("$schema", schema);  // for editors
    root.number("seed", document.seed, 0, std::numeric_limits<std::int64_t>::max());
    const bool one_rule = tree.find("do") != nullptr || tree.find("match") != nullptr || tree.find("when") != nullptr;
    if (one_rule && tree.find("rules") == nullptr) {
        document.rules.push_back(read_rule(root, vocabulary));
        document.rules.back().written.erase("seed");
        document.rules.back().written.erase("$schema");
    } else {
        read_rules(root, vocabulary, document);
        root.finish();
    }
    return document;
}

std::string read_fault_file(const std::filesystem::path& file) {
    std::ifstream stream{file, std::ios::binary};
    std::error_code error;
    if (!stream || std::filesystem::is_directory(file, error))
        throw UserError{UserError::configuration, "cannot read the faults file " + file.string()};
    std::string text(app::kMaxConfigBytes + 1, '\0');
    stream.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(stream.gcount()));
    return text;
}

std::vector<FaultDocument> read_fault_documents(const app::StandInConfig& config, const FaultVocabulary& vocabulary) {
    std::vector<FaultDocument> documents;
    documents.reserve(config.faults.size() + config.fault_texts.size());
    for (const auto& file : config.faults)
        documents.push_back(
            read_fault_document(read_fault_file(file), {app::Origin::Kind::file, file.string(), 0, 0}, vocabulary));
    for (const auto& text : config.fault_texts)
        documents.push_back(
            read_fault_document(text, {app::Origin::Kind::environment, "TANDEM_FAULTS", 0, 0}, vocabulary));
    return documents;
}

bool is_fault_name(std::string_view name) noexcept {
    return !name.empty() && name.size() <= kLongestFaultName && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

}  // namespace tandem::standin
