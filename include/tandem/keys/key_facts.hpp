#pragma once
// Facts of a key apart from its material: spec, usage, state, origin. No I/O, no key bytes.

#include "tandem/base/clock.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tandem::keys {

// Stored as numbers: append only.
enum class KeySpec : std::uint8_t {
    aes_256 = 0,
    sm4 = 1,
    rsa_2048 = 2,
    rsa_3072 = 3,
    rsa_4096 = 4,
    sm2 = 5,
    ec_p256 = 6,
    ec_p384 = 7,
    secp256k1 = 8,
    ed25519 = 9,
    hmac_256 = 10,
    hmac_384 = 11,
    hmac_512 = 12,
    hmac_sm3 = 13,
};

// All three are stored as numbers, too: append only.
enum class KeyUsage : std::uint8_t { encrypt_decrypt = 0, sign_verify = 1, generate_verify_mac = 2 };
enum class KeyState : std::uint8_t {
    enabled = 0,
    disabled = 1,
    pending_deletion = 2,
    pending_import = 3,
    archived = 4
};
enum class KeyOrigin : std::uint8_t { generated = 0, external = 1 };

// Class of a key, which lists choose by; there are few, however many keys.
struct KeyClass {
    KeySpec spec = KeySpec::aes_256;
    KeyUsage usage = KeyUsage::encrypt_decrypt;
    KeyOrigin origin = KeyOrigin::generated;
    KeyState state = KeyState::enabled;
    friend auto operator<=>(const KeyClass&, const KeyClass&) = default;
};

constexpr bool is_symmetric_cipher(KeySpec spec) noexcept { return spec == KeySpec::aes_256 || spec == KeySpec::sm4; }
constexpr bool is_rsa(KeySpec spec) noexcept {
    return spec == KeySpec::rsa_2048 || spec == KeySpec::rsa_3072 || spec == KeySpec::rsa_4096;
}
constexpr bool is_mac(KeySpec spec) noexcept { return spec >= KeySpec::hmac_256 && spec <= KeySpec::hmac_sm3; }
constexpr bool is_asymmetric(KeySpec spec) noexcept { return !is_symmetric_cipher(spec) && !is_mac(spec); }
// AES_256 -> 32, SM4 -> 16, HMAC by name; 0 for asymmetric keys.
std::size_t material_bytes(KeySpec spec) noexcept;
// The spec's own name in upper case (AES_256, SM4, RSA_2048, EC_P256, ...), for people, seeds and exports.
std::string_view name_of(KeySpec spec) noexcept;
// The inverse of name_of(), in the same case; nothing for any other text.
std::optional<KeySpec> key_spec_from(std::string_view name) noexcept;
std::string_view name_of(KeyUsage usage) noexcept;  // ENCRYPT_DECRYPT, SIGN_VERIFY, GENERATE_VERIFY_MAC
std::optional<KeyUsage> key_usage_from(std::string_view name) noexcept;
std::string_view name_of(KeyState state) noexcept;  // Enabled, Disabled, PendingDelete, PendingImport, Archived
// Whether a key of that spec may have that usage.
bool usage_fits(KeySpec spec, KeyUsage usage) noexcept;

// The short second name of a key, "kms-" and 8 of [0-9a-z], unique in the tenant.
struct KeyName {
    static constexpr std::size_t kLength = 12;
    std::array<char, 8> letters{};

    // Nothing unless it is "kms-" and 8 of [0-9a-z].
    static std::optional<KeyName> parse(std::string_view text) noexcept;
    // Eight base-36 digits of the number; whoever makes a key sees to it that the name is unique.
    static KeyName from_random(std::uint64_t random) noexcept;
    [[nodiscard]] std::string text() const;
    friend bool operator==(const KeyName&, const KeyName&) = default;
};

// Operations, by what they ask of a key.
enum class Operation : std::uint8_t {
    encrypt,
    decrypt,
    generate_data_key,
    use_private_key,  // decrypting
    get_public_key,
    sign,
    verify,
    use_mac_key,  // making a MAC and checking one
    agree,        // on a shared secret
};
// Success when a key in `state` may do `operation`; else key_disabled, key_pending_deletion, key_pending_import or
// key_archived.
Result<void> check_state(Operation operation, KeyState state);

// ---- limits that every API shares ----
// Both in bytes, and inclusive.
inline constexpr std::size_t kMaxPlaintextBytes = 4096;
inline constexpr std::uint32_t kMaxDataKeyBytes = 1024;

}  // namespace tandem::keys
