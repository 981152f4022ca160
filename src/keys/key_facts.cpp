#include "tandem/keys/key_facts.hpp"

#include <algorithm>

namespace tandem::keys {
namespace {

struct SpecRow {
    std::string_view name;
    std::size_t material_bytes;
};

// Names, and bytes of material, by KeySpec.
constexpr std::array<SpecRow, 14> kSpecs{{
    {"AES_256", 32},
    {"SM4", 16},
    {"RSA_2048", 0},
    {"RSA_3072", 0},
    {"RSA_4096", 0},
    {"SM2", 0},
    {"EC_P256", 0},
    {"EC_P384", 0},
    {"EC_SECP256K1", 0},
    {"ED25519", 0},
    {"HMAC_256", 32},
    {"HMAC_384", 48},
    {"HMAC_512", 64},
    {"HMAC_SM3", 32},
}};

// Names by KeyUsage and KeyState.
constexpr std::array<std::string_view, 3> kUsages{"ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC"};
constexpr std::array<std::string_view, 5> kStates{"Enabled", "Disabled", "PendingDelete", "PendingImport", "Archived"};

template <class Enumeration>
constexpr std::size_t index_of(Enumeration value) noexcept {
    return static_cast<std::size_t>(value);
}

constexpr std::string_view kNamePrefix = "kms-";
constexpr std::string_view kNameLetters = "0123456789abcdefghijklmnopqrstuvwxyz";

}  // namespace

std::size_t material_bytes(KeySpec spec) noexcept { return kSpecs[index_of(spec)].material_bytes; }

std::string_view name_of(KeySpec spec) noexcept { return kSpecs[index_of(spec)].name; }

std::optional<KeySpec> key_spec_from(std::string_view name) noexcept {
    const auto row = std::ranges::find(kSpecs, name, &SpecRow::name);
    if (row == kSpecs.end()) return std::nullopt;
    return static_cast<KeySpec>(row - kSpecs.begin());
}

std::string_view name_of(KeyUsage usage) noexcept { return kUsages[index_of(usage)]; }

std::optional<KeyUsage> key_usage_from(std::string_view name) noexcept {
    const auto row = std::ranges::find(kUsages, name);
    if (row == kUsages.end()) return std::nullopt;
    return static_cast<KeyUsage>(row - kUsages.begin());
}

std::string_view name_of(KeyState state) noexcept { return kStates[index_of(state)]; }

bool usage_fits(KeySpec spec, KeyUsage usage) noexcept {
    switch (usage) {
        case KeyUsage::encrypt_decrypt:
            return is_symmetric_cipher(spec) || is_rsa(spec) || spec == KeySpec::sm2;
        case KeyUsage::sign_verify:
            return is_asymmetric(spec);
        case KeyUsage::generate_verify_mac:
            return is_mac(spec);
    }
    return false;
}

std::optional<KeyName> KeyName::parse(std::string_view text) noexcept {
    if (text.size() != kLength || !text.starts_with(kNamePrefix)) return std::nullopt;
    const std::string_view letters = text.substr(kNamePrefix.size());
    if (letters.find_first_not_of(kNameLetters) != std::string_view::npos) return std::nullopt;
    KeyName name;
    std::ranges::copy(letters, name.letters.begin());
    return name;
}

KeyName KeyName::from_random(std::uint64_t random) noexcept {
    KeyName name;
    for (char& letter : name.letters) {
        letter = kNameLetters[random % kNameLetters.size()];
        random /= kNameLetters.size();
    }
    return name;
}

std::string KeyName::text() const {
    std::string text{kNamePrefix};
    text.append(letters.data(), letters.size());
    return text;
}

Result<void> check_state(Operation operation, KeyState state) {
    switch (state) {
        case KeyState::enabled:
            return {};
        case KeyState::disabled:
            return fail(ErrorCode::key_disabled);
        case KeyState::pending_deletion:
            return fail(ErrorCode::key_pending_deletion);
        case KeyState::pending_import:
            return fail(ErrorCode::key_pending_import);
        case KeyState::archived:
            break;
    }
    // An archived key opens what it once sealed and does nothing else.
    if (operation == Operation::decrypt) return {};
    return fail(ErrorCode::key_archived);
}

}  // namespace tandem::keys
