#pragma once
// Keys as the legacy API sees and shows them: AES_256 and SM4 keys for encryption, by their short name.

#include "tencent/v2017/operation.hpp"

#include <string_view>

namespace tandem::api::tencent::v2017 {

bool is_visible(const keys::KeyClass& of_class) noexcept;

// Names the key of a short name (kms-xxxxxxxx) or a UUID. Errors: parameter_missing (empty text), key_not_found (what
// no key can be called).
Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view key_id);

// The eight members of keyMetadata (2017 API, section 6.2), always all of them: the Java SDK throws without.
void write_key_metadata(const Request& request, const store::Key& key);

inline constexpr std::size_t kMaxAlias = 32;          // code points
inline constexpr std::size_t kMaxDescription = 1024;  // bytes

}  // namespace tandem::api::tencent::v2017
