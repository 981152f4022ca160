#pragma once
// The patterns of this API's texts, as the field tables name them.

#include "tandem/service/call.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

// 1 to 255 of [a-zA-Z0-9:/_-] and not ending in /default, which other services own.
bool is_alias(std::string_view text) noexcept;
// The same with or without the "alias/" in front that samples leave out.
bool is_given_alias(std::string_view text) noexcept;
std::string_view bare_alias(std::string_view text) noexcept;
// Without the "alias/", and whether it was there: aliases are given back as they were written (section 1).
service::GivenAlias given_alias(std::string_view text);
std::string written_alias(std::string_view name, bool prefixed);
// 1 to 64 letters and digits.
bool is_principal(std::string_view text) noexcept;
// 1 to 255 of [a-zA-Z0-9:/_-].
bool is_grant_name(std::string_view text) noexcept;
// No control character and none of * < > \ = (section 7, Tags).
bool is_tag_text(std::string_view text) noexcept;

}  // namespace tandem::api::huawei
