#pragma once
// The Authorization header of an access-key signature (sections 2.2 and 2.3).

#include "tandem/base/error.hpp"

#include <string_view>

namespace tandem::dialect::huawei {

inline constexpr std::string_view kPlainAlgorithm = "SDK-HMAC-SHA256";
inline constexpr std::string_view kDerivedAlgorithm = "V11-HMAC-SHA256";
inline constexpr std::string_view kDateHeader = "X-Sdk-Date";
inline constexpr std::string_view kHashHeader = "X-Sdk-Content-Sha256";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";

// Views into the header.
struct Authorization {
    std::string_view algorithm;
    std::string_view access_key;
    std::string_view info;  // date/region/service; the derived algorithm's only
    std::string_view signed_headers;
    std::string_view signature;

    [[nodiscard]] bool is_derived() const noexcept { return algorithm == kDerivedAlgorithm; }
};

// Takes what it finds; nothing is checked.
Authorization read_authorization(std::string_view text) noexcept;

// Error: authorization_malformed, with the part's name.
Result<void> check_form(const Authorization& authorization);

}  // namespace tandem::dialect::huawei
