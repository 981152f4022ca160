#pragma once
// The keys that this API has words for: one KeyUsage text for each spec and usage (API 3.0 spec, CreateKey.KeyUsage).
// A key without such a text, made through another API, is not found and not listed here.

#include "tandem/keys/key_facts.hpp"
#include "tandem/store/key_store.hpp"

#include <span>
#include <string_view>

namespace tandem::dialect::tencent::v2019 {

enum class UsageGroup : std::uint8_t { symmetric, asymmetric_cipher, sign_verify };

struct UsageRow {
    std::string_view name;       // KeyUsage
    std::string_view algorithm;  // AlgorithmInfo.Algorithm
    UsageGroup group;
    keys::KeySpec spec;
    keys::KeyUsage usage;
};

inline constexpr std::string_view kEncryptDecrypt = "ENCRYPT_DECRYPT";

// The first row of a name is what CreateKey makes.
std::span<const UsageRow> usages() noexcept;
const UsageRow* find_usage(std::string_view name) noexcept;

// "" when this API cannot say what the key is.
std::string_view usage_of(const keys::KeyClass& of_class) noexcept;
inline std::string_view usage_of(const store::Key& key) noexcept { return usage_of(class_of(key)); }
inline bool is_visible(const store::Key& key) noexcept { return !usage_of(key).empty(); }

}  // namespace tandem::dialect::tencent::v2019
