#pragma once
// The keys that this API has words for: one KeyUsage text for each spec and usage (API 3.0 spec, CreateKey.KeyUsage).
// A key without such a text, made through another API, is not found and not listed here.
//
// The kind of a region decides the algorithm behind ENCRYPT_DECRYPT alone. Which asymmetric usages a region lacks is in
// no source, so all of them work in both kinds, and UnsupportedKeyUsageInCurrentRegion is never the answer.

#include "tandem/keys/key_facts.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/tencent.hpp"

#include <optional>
#include <span>
#include <string_view>

namespace tandem::api::tencent::v2019 {

enum class UsageGroup : std::uint8_t { symmetric, asymmetric_cipher, sign_verify };

struct UsageRow {
    std::string_view name;       // KeyUsage
    std::string_view algorithm;  // AlgorithmInfo.Algorithm
    UsageGroup group;
    keys::KeySpec spec;
    keys::KeyUsage usage;
    std::optional<RegionKind> only_in = {};  // else in every region
};

inline constexpr std::string_view kEncryptDecrypt = "ENCRYPT_DECRYPT";

std::span<const UsageRow> usages() noexcept;
constexpr bool is_offered(const UsageRow& row, RegionKind region) noexcept {
    return !row.only_in || *row.only_in == region;
}
bool is_usage(std::string_view name) noexcept;
// The usage that CreateKey means by the name in a region; nullptr when there is no such usage.
const UsageRow* find_usage(std::string_view name, RegionKind region) noexcept;

// nullptr, or "", when this API cannot say what the key is.
const UsageRow* usage_row_of(const keys::KeyClass& of_class) noexcept;
std::string_view usage_of(const keys::KeyClass& of_class) noexcept;
inline std::string_view usage_of(const store::Key& key) noexcept { return usage_of(class_of(key)); }
inline bool is_visible(const store::Key& key) noexcept { return !usage_of(key).empty(); }

}  // namespace tandem::api::tencent::v2019
