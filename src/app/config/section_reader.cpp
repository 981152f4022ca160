#include "tandem/app/section_reader.hpp"

#include "tandem/base/suggestion.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <span>
#include <utility>

namespace tandem::app {
namespace {

const ConfigNode kAbsent{};

struct Unit {
    std::string_view suffix;
    std::uint64_t factor;
};

// "64KiB" with {"KiB", 1024} is 65536. Nothing when it is not digits and one of the suffixes, or does not fit.
std::optional<std::uint64_t> number_with_unit(std::string_view text, std::span<const Unit> units) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view suffix{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    const auto unit = std::ranges::find(units, suffix, &Unit::suffix);
    std::uint64_t product;
    if (unit == units.end() || __builtin_mul_overflow(value, unit->factor, &product)) return std::nullopt;
    return product;
}

constexpr std::array<Unit, 6> kSizeUnits{
    {{"", 1}, {"B", 1}, {"KiB", 1024}, {"MiB", 1024 * 1024}, {"GiB", 1024 * 1024 * 1024}, {"k", 1000}}};
constexpr std::array<Unit, 5> kTimeUnits{{{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}}};

std::string variable_segment(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

// "there are url, anchor": each once, though a reader may ask for a key again.
std::string there_are(const std::vector<std::string>& names) {
    std::string list;
    for (auto name = names.begin(); name != names.end(); ++name)
        if (std::find(names.begin(), name, *name) == name) list += (list.empty() ? "there are " : ", ") + *name;
    return list;
}

}  // namespace

SectionReader::SectionReader(const ConfigNode& node, std::string path) : node_(node), path_(std::move(path)) {
    if (node.kind != ConfigNode::Kind::mapping && node.kind != ConfigNode::Kind::null)
        refuse_configuration(node.origin, (path_.empty() ? "the configuration" : path_) + " must be a section of keys");
}

std::string SectionReader::path_of(std::string_view key) const {
    return path_.empty() ? std::string{key} : path_ + "." + std::string{key};
}

void SectionReader::refuse(std::string_view key, const ConfigNode& value, const std::string& what,
                           const std::string& remedy) const {
    refuse_configuration(value.origin, path_of(key) + ": " + what, remedy);
}

const ConfigNode* SectionReader::take(std::string_view key) {
    known_.emplace_back(key);
    const auto* member = node_.find(key);
    return member && member->value.kind != ConfigNode::Kind::null ? &member->value : nullptr;
}

SectionReader SectionReader::section(std::string_view key) {
    const auto* value = take(key);
    return {value ? *value : kAbsent, path_of(key)};
}

const std::string& SectionReader::scalar_of(std::string_view key, const ConfigNode& value) const {
    if (value.kind != ConfigNode::Kind::scalar) refuse(key, value, "a single value is needed");
    return value.scalar;
}

bool SectionReader::text(std::string_view key, std::string& to) {
    const auto* value = take(key);
    if (value) to = scalar_of(key, *value);
    return value;
}

bool SectionReader::path(std::string_view key, std::filesystem::path& to) {
    std::string written;
    if (!text(key, written)) return false;
    to = written;
    return true;
}

bool SectionReader::boolean(std::string_view key, bool& to) {
    const auto found = word(key, {"true", "false", "yes", "no", "on", "off"});
    if (found) to = *found % 2 == 0;
    return found.has_value();
}

bool SectionReader::texts(std::string_view key, std::vector<std::string>& to) {
    const auto* value = take(key);
    if (!value) return false;
    to.clear();
    if (value->kind == ConfigNode::Kind::sequence) {
        for (const auto& item : value->items) to.push_back(scalar_of(key, item));
        return true;
    }
    std::string_view rest = scalar_of(key, *value);
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        auto item = rest.substr(0, comma);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (!item.empty()) to.emplace_back(item);
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return true;
}

bool SectionReader::duration(std::string_view key, std::chrono::milliseconds& to) {
    const auto* value = take(key);
    if (!value) return false;
    constexpr std::uint64_t kLongest = std::uint64_t{366} * 24 * 3'600'000;
    const auto count = number_with_unit(scalar_of(key, *value), kTimeUnits);
    if (!count || *count > kLongest)
        refuse(key, *value, in_quotes(value->scalar) + " is not a time such as 500ms, 30s, 5m or 2h");
    to = std::chrono::milliseconds{*count};
    return true;
}

bool SectionReader::size(std::string_view key, std::size_t& to) {
    const auto* value = take(key);
    if (!value) return false;
    const auto count = number_with_unit(scalar_of(key, *value), kSizeUnits);
    if (!count) refuse(key, *value, in_quotes(value->scalar) + " is not a size such as 4096, 64KiB or 1MiB");
    to = *count;
    return true;
}

std::optional<std::uint64_t> SectionReader::read_number(std::string_view key, std::uint64_t least, std::uint64_t most) {
    const auto* value = take(key);
    if (!value) return std::nullopt;
    constexpr std::array<Unit, 1> kNoUnit{{{"", 1}}};
    const auto number = number_with_unit(scalar_of(key, *value), kNoUnit);
    if (!number || *number < least || *number > most)
        refuse(key, *value,
               in_quotes(value->scalar) + " is not a whole number from " + std::to_string(least) + " to " +
                   std::to_string(most));
    return number;
}

std::optional<std::size_t> SectionReader::word(std::string_view key, std::initializer_list<std::string_view> words) {
    const auto* value = take(key);
    if (!value) return std::nullopt;
    const auto* found = std::ranges::find(words, std::string_view{scalar_of(key, *value)});
    if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
    std::string list;
    for (const auto each : words) list += (list.empty() ? "" : ", ") + std::string{each};
    const auto nearest = nearest_name(value->scalar, std::vector<std::string>{words.begin(), words.end()});
    refuse(key, *value, in_quotes(value->scalar) + " is not one of " + list, did_you_mean(nearest));
}

void SectionReader::require(std::string_view key, bool present) const {
    if (!present) refuse_configuration(node_.origin, path_of(key) + " is missing");
}

void SectionReader::finish() const {
    for (const auto& member : node_.members)
        if (std::ranges::find(known_, member.name) == known_.end()) refuse_unknown(member);
}

void SectionReader::refuse_unknown(const ConfigNode::Member& member) const {
    auto nearest = nearest_name(member.name, known_);
    const std::string message = "unknown key \"" + path_of(member.name) + "\"";
    if (member.origin.kind != Origin::Kind::environment)
        refuse_configuration(member.origin, message,
                             nearest.empty() ? there_are(known_) : did_you_mean(path_of(nearest)));
    // Levels in a variable are easily joined by one underscore instead of two.
    std::string typed = variable_segment(member.name);
    std::string meant = variable_segment(nearest);
    for (const auto& known : known_) {
        if (!nearest.empty() || !member.name.starts_with(known + "_")) continue;
        meant = variable_segment(known) + "__" + typed.substr(known.size() + 1);
        nearest = known;
    }
    std::string variable = member.origin.name;
    const auto place = variable.find(typed);
    if (nearest.empty() || place == std::string::npos) refuse_configuration(member.origin, message);
    refuse_configuration(member.origin, message, "did you mean " + variable.replace(place, typed.size(), meant) + "?");
}

}  // namespace tandem::app
