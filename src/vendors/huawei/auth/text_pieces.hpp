#pragma once
// Taking a header's text apart.

#include <algorithm>
#include <string_view>

namespace tandem::api::huawei {

constexpr std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

// Takes what stands before the separator, and the separator, off the front of `text`.
constexpr std::string_view take(std::string_view& text, char separator) noexcept {
    const std::string_view first = text.substr(0, text.find(separator));
    text.remove_prefix(std::min(first.size() + 1, text.size()));
    return first;
}

}  // namespace tandem::api::huawei
