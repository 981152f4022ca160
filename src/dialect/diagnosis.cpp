#include "diagnosis.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace tandem::dialect {

std::string printable(std::string_view text) {
    std::string out;
    for (const char& c : text) {
        if (out.size() >= kMaxDiagnosis) return out.append("...");
        if (c >= ' ' && c <= '~') {
            out += c;
        } else {
            std::array<char, 2> digits;
            hex_encode_to(digits.data(), as_bytes({&c, 1}));
            out.append("%").append(digits.data(), digits.size());
        }
    }
    return out;
}

std::string_view shown_name(std::string_view name) noexcept {
    constexpr std::size_t kLongestName = 64;
    const auto belongs_in_a_name = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
    };
    const bool plain = name.size() <= kLongestName && std::ranges::all_of(name, belongs_in_a_name);
    return plain ? name : "(hidden)";
}

}  // namespace tandem::dialect
