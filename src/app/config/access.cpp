// Who may do what: rules, and the agencies that have some.

#include "tandem/app/identities.hpp"
#include "tandem/app/named_id.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::app {
namespace {

constexpr std::size_t kMostRules = 100;
constexpr std::size_t kMostPatterns = 100;
constexpr std::size_t kLongestPattern = 256;
constexpr std::size_t kLongestRuleName = 64;

bool is_pattern(const std::string& text) {
    return !text.empty() && text.size() <= kLongestPattern &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
}

void read_patterns(SectionReader& rule, std::string_view key, std::vector<std::string>& to) {
    if (!rule.texts(key, to)) return;
    const bool good = !to.empty() && to.size() <= kMostPatterns && std::ranges::all_of(to, is_pattern);
    if (!good) rule.refuse(key, *rule.take(key), "1 to 100 patterns of 1 to 256 printable characters are needed");
}

bool is_rule_name(const std::string& text) {
    return !text.empty() && text.size() <= kLongestRuleName && is_valid_utf8(text);
}

}  // namespace

// An empty list would allow nothing, which is what `enabled: false` is for.
void read_allow(SectionReader& section, std::vector<store::AccessRule>& to) {
    const auto* list = section.take("allow");
    if (!list) return;
    const auto& items = list->items;
    if (list->kind != ConfigNode::Kind::sequence || items.empty() || items.size() > kMostRules)
        section.refuse("allow", *list, "a list of 1 to 100 rules is needed");
    for (std::size_t i = 0; i < items.size(); ++i) {
        SectionReader rule{items[i], section.path_of("allow") + "[" + std::to_string(i) + "]"};
        auto& read = to.emplace_back();
        read_patterns(rule, "operations", read.operations);
        rule.require("operations", !read.operations.empty());
        read_patterns(rule, "keys", read.keys);
        rule.finish();
    }
}

void check_trusted(SectionReader& section, const std::vector<std::string>& trusted) {
    if (trusted.empty() || trusted.size() > kMostPatterns || !std::ranges::all_of(trusted, is_rule_name))
        section.refuse("trusted", section.node(), "1 to 100 names or ids of domains are needed");
}

AgencyConfig read_agency(SectionReader& section, std::string_view tenant) {
    AgencyConfig agency;
    agency.tenant = tenant;
    section.text("tenant", agency.tenant);
    section.require("name", section.text("name", agency.name));
    if (!is_rule_name(agency.name)) section.refuse("name", section.node(), "1 to 64 bytes of UTF-8 are needed");
    agency.id = id_of_named("agencies", agency.tenant, agency.name);
    section.require("trusted", section.texts("trusted", agency.trusted));
    check_trusted(section, agency.trusted);
    read_allow(section, agency.allow);
    return agency;
}

}  // namespace tandem::app
