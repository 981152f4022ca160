#pragma once
// Keys as the legacy API sees and shows them: AES_256 and SM4 keys for encryption, by their short name.

#include "tencent/v2017/wire/handling.hpp"

#include <string_view>

namespace tandem::api::tencent::v2017 {

bool is_visible(const keys::KeyClass& of_class) noexcept;

// The visible key of that name (kms-xxxxxxxx) or UUID, noted in the facts. Errors: parameter_missing (empty text),
// key_not_found.
Result<const store::Key*> find_visible_key(const Handling& handling, std::string_view key_id);
Result<const store::Key*> find_visible_key(const Handling& handling, const KeyId& id);

// The eight members of keyMetadata (2017 API, section 6.2), always all of them: the Java SDK throws without.
void write_key_metadata(const Handling& handling, const store::Key& key);

inline constexpr std::size_t kMaxAlias = 32;          // code points
inline constexpr std::size_t kMaxDescription = 1024;  // bytes

}  // namespace tandem::api::tencent::v2017
