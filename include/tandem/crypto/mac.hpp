#pragma once
// HMACs under customers' keys. Microseconds for the messages that APIs take.

#include "tandem/base/bytes.hpp"

#include <array>
#include <cstdint>

namespace tandem::crypto {

enum class MacAlgorithm : std::uint8_t { hmac_sha256, hmac_sha384, hmac_sha512, hmac_sm3 };

// 32, 48, 64 and 32 bytes in the order of MacAlgorithm.
struct Mac {
    std::array<std::uint8_t, 64> bytes;
    std::size_t size;

    [[nodiscard]] ByteView view() const noexcept { return ByteView{bytes}.first(size); }
};

[[nodiscard]] Mac compute_mac(MacAlgorithm algorithm, ByteView key, ByteView message);
// Compares in constant time. False also for a MAC of another length.
[[nodiscard]] bool check_mac(MacAlgorithm algorithm, ByteView key, ByteView message, ByteView mac);

}  // namespace tandem::crypto
