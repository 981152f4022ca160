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
    const auto compare = [&](std::size_t at, std::size_t bytes) {
        std::uint64_t one = 0;
        std::uint64_t other = 0;
        std::memcpy(&one, a.data() + at, bytes);
        std::memcpy(&other, b.data() + at, bytes);
        difference |= one ^ other;
        // Keeps the compiler from leaving the loop early once every bit differs.
        asm volatile("" : "+r"(difference));
    };
    constexpr std::size_t kWord = sizeof difference;
    const std::size_t rest = a.size() % kWord;
    for (std::size_t at = 0; at < a.size() - rest; at += kWord) compare(at, kWord);
    if (rest > 0) compare(a.size() - rest, rest);
    return difference == 0;
}

}  // namespace tandem
