#pragma once
// The vendor's codes for this server's errors (errors.def), with each operation's exceptions.

#include "tandem/api/vendor_error.hpp"

#include <span>

namespace tandem::api::tencent::v2019 {

// HTTP status is 200 for every API error: any other loses the code in the SDKs (API 3.0 spec section 0, item 2).
inline constexpr unsigned kErrorStatus = 200;

// The answer to `code` in an operation that has these overrides.
const VendorError& vendor_error(ErrorCode code, std::span<const ErrorOverride> overrides = {}) noexcept;

// Every text of errors.def.
struct Wording {
    std::string_view english;
    std::string_view chinese;
};
inline constexpr Wording kWordings[] = {
#define TANDEM_VENDOR_ERROR(neutral, vendor, english, chinese) {english, chinese},
#define TANDEM_VENDOR_TEXT(english, chinese) {english, chinese},
#include "errors.def"
#undef TANDEM_VENDOR_ERROR
#undef TANDEM_VENDOR_TEXT
};

consteval std::string_view in_chinese(std::string_view english) {
    for (const Wording& wording : kWordings)
        if (wording.english == english) return wording.chinese;
    throw "the text is not in errors.def: add a row TANDEM_VENDOR_TEXT";  // does not compile
}

// A row of an operation's overrides. The text is one of errors.def, which has it in both languages.
consteval ErrorOverride instead(ErrorCode code, std::string_view vendor_code, std::string_view text) {
    return {code, {code, kErrorStatus, vendor_code, text, in_chinese(text)}};
}

}  // namespace tandem::api::tencent::v2019
