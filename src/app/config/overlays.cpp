#include "overlays.hpp"

#include "service_variables.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tandem::app {
namespace {

constexpr std::string_view kVariablePrefix = "TANDEM_";
// Variables that the client verbs read, and those of the project's own test parts; a server started from one of their
// shells must not stumble over them.
// The last three hold whole documents and are read by sections_stand_in.cpp.
constexpr std::array<std::string_view, 7> kOtherVariables{
    "TANDEM_ADDR", "TANDEM_ID", "TANDEM_SECRET", "TANDEM_BINARY", "TANDEM_SEED", "TANDEM_SEED_B64", "TANDEM_FAULTS"};
constexpr std::array<std::string_view, 3> kOtherPrefixes{"TANDEM_TEST_", "TANDEM_CONTRACT_", "TANDEM_CRASH_"};

bool is_setting(std::string_view name) {
    return name.starts_with(kVariablePrefix) && std::ranges::find(kOtherVariables, name) == kOtherVariables.end() &&
           std::ranges::none_of(kOtherPrefixes, [&](auto prefix) { return name.starts_with(prefix); });
}

ConfigNode value_node(const std::string& text, const Origin& origin) {
    if (text.starts_with('{') || text.starts_with('[')) return parse_yaml(text, origin);
    return {ConfigNode::Kind::scalar, origin, text, {}, {}};
}

std::vector<std::string> split_path(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + separator.size());
    }
}

void place(ConfigNode& tree, const std::vector<std::string>& path, const std::string& value, const Origin& origin) {
    ConfigNode* node = &tree;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (path[i].empty()) refuse_configuration(origin, "an empty name between the separators");
        if (node->kind == ConfigNode::Kind::null) *node = {ConfigNode::Kind::mapping, origin, {}, {}, {}};
        if (node->kind == ConfigNode::Kind::sequence)
            refuse_configuration(origin, "\"" + path[i - 1] + "\" is a list: give all of it, as JSON");
        // A text that gets members becomes a section: what is laid over later wins.
        if (node->kind == ConfigNode::Kind::scalar) *node = {ConfigNode::Kind::mapping, origin, {}, {}, {}};
        auto* member = node->find(path[i]);
        if (!member) member = &node->members.emplace_back(ConfigNode::Member{path[i], origin, {}});
        node = &member->value;
    }
    *node = value_node(value, origin);
}

}  // namespace

std::vector<std::string> apply_environment(ConfigNode& tree, const Environment& environment) {
    std::vector<std::string> passed_over;
    for (const auto& [name, value] : environment) {
        if (!is_setting(name)) continue;
        if (is_of_service_or_link(name, value, environment)) {
            passed_over.push_back(name);
            continue;
        }
        std::string path = name.substr(kVariablePrefix.size());
        std::ranges::transform(path, path.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        place(tree, split_path(path, "__"), value, {Origin::Kind::environment, name, 0, 0});
    }
    return passed_over;
}

void apply_overrides(ConfigNode& tree, const std::vector<std::string>& overrides) {
    for (const auto& text : overrides) {
        const Origin origin{Origin::Kind::flag, "--set " + text.substr(0, text.find('=')), 0, 0};
        const auto equals = text.find('=');
        if (equals == std::string::npos) refuse_configuration(origin, "\"section.key=value\" is needed");
        place(tree, split_path(std::string_view{text}.substr(0, equals), "."), text.substr(equals + 1), origin);
    }
}

}  // namespace tandem::app
