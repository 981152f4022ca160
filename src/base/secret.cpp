#include "tandem/base/secret.hpp"

#include <string.h>

namespace tandem {

void wipe(void* data, std::size_t size) noexcept {
    if (size != 0) explicit_bzero(data, size);
}

bool constant_time_equal(ByteView a, ByteView b) noexcept {
    if (a.size() != b.size()) return false;
    std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<std::uint8_t>(a[i] ^ b[i]);
        // Keeps the compiler from leaving the loop early once every bit differs.
        asm volatile("" : "+r"(difference));
    }
    return difference == 0;
}

}  // namespace tandem
