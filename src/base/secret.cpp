#include "tandem/base/secret.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string.h>

namespace tandem {

void wipe(void* data, std::size_t size) noexcept {
    if (size != 0) explicit_bzero(data, size);
}

bool constant_time_equal(ByteView a, ByteView b) noexcept {
    if (a.size() != b.size()) return false;
    std::uint64_t difference = 0;
    // By words, the last of which may be a part of one.
    for (std::size_t at = 0; at < a.size(); at += sizeof difference) {
        const std::size_t bytes = std::min(sizeof difference, a.size() - at);
        std::uint64_t one = 0;
        std::uint64_t other = 0;
        std::memcpy(&one, a.data() + at, bytes);
        std::memcpy(&other, b.data() + at, bytes);
        difference |= one ^ other;
        // Keeps the compiler from leaving the loop early once every bit differs.
        asm volatile("" : "+r"(difference));
    }
    return difference == 0;
}

}  // namespace tandem
