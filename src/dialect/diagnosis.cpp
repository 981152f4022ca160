#include "diagnosis.hpp"

#include "tandem/base/encoding.hpp"

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

}  // namespace tandem::dialect
