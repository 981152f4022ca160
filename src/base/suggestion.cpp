#include "tandem/base/suggestion.hpp"

#include <algorithm>
#include <vector>

namespace tandem {
namespace {

// Optimal string alignment distance, in three rows.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view typed, std::span<const std::string> known) {
    constexpr std::size_t kLongestTyped = 64;
    if (typed.size() > kLongestTyped) return {};
    std::string nearest;
    std::size_t least = std::max<std::size_t>(typed.size() / 3, 1) + 1;
    for (const auto& name : known) {
        const auto distance = edit_distance(typed, name);
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    return nearest;
}

std::string in_quotes(std::string_view text) { return "\"" + std::string{text} + "\""; }

std::string did_you_mean(std::string_view name) {
    return name.empty() ? std::string{} : "did you mean " + in_quotes(name) + "?";
}

}  // namespace tandem
