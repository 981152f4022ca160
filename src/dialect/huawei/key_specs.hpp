#pragma once
// key_spec (section 5.2): the neutral names but for one.

#include "tandem/keys/key_facts.hpp"

#include <optional>
#include <string_view>

namespace tandem::dialect::huawei {

inline constexpr std::string_view kSecp256k1 = "SECP256K1";

inline std::string_view key_spec_name(keys::KeySpec spec) noexcept {
    return spec == keys::KeySpec::secp256k1 ? kSecp256k1 : keys::name_of(spec);
}

inline std::optional<keys::KeySpec> read_key_spec(std::string_view name) noexcept {
    if (name == kSecp256k1) return keys::KeySpec::secp256k1;
    const auto spec = keys::key_spec_from(name);
    return spec == keys::KeySpec::secp256k1 ? std::nullopt : spec;
}

}  // namespace tandem::dialect::huawei
