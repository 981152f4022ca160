#pragma once
// The language of messages: X-TC-Language, or Language with signature v1 (API 3.0 spec section 1).

#include "tandem/api/vendor_error.hpp"
#include "tandem/api/wire.hpp"

#include <cstdint>
#include <string_view>

namespace tandem::api::tencent::v2019 {

enum class Language : std::uint8_t { english, chinese };

// For callers that name none, or one that the vendor does not speak. The vendor's own texts in the specification are
// English; the Go and Python SDKs ask for zh-CN by themselves.
inline constexpr Language kDefaultLanguage = Language::english;

// The language that the request asks for. For errors alone: it may read the parameters once more.
Language asked_language(const WireRequest& request);

inline std::string_view text_in(Language language, const VendorError& error) noexcept {
    return language == Language::chinese ? error.chinese : error.text;
}

}  // namespace tandem::api::tencent::v2019
