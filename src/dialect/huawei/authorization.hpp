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
inline constexpr std::string_view kScopeEnd = "/sdk_request";

enum class SignatureScheme : std::uint8_t {
    plain,    // SDK-HMAC-SHA256 Access=<id>: the secret is the key
    scoped,   // SDK-HMAC-SHA256 Credential=<id>/<date>/<region>/<service>/sdk_request, of golangsdk,
              // gophertelekomcloud and huaweicloud-sdk-python: a key of that scope. Region and service may be empty.
    derived,  // V11-HMAC-SHA256 Credential=<id>/<date>/<region>/<service>
};

// Views into the header.
struct Authorization {
    SignatureScheme scheme = SignatureScheme::plain;
    std::string_view algorithm;
    std::string_view access_key;
    std::string_view info;  // what follows the access key in Credential; a line of the string to sign
    std::string_view signed_headers;
    std::string_view signature;

    [[nodiscard]] bool has_info() const noexcept { return scheme != SignatureScheme::plain; }
    // What the signing key is derived from beside the secret: date/region/service.
    [[nodiscard]] std::string_view scope() const noexcept {
        return info.ends_with(kScopeEnd) ? info.substr(0, info.size() - kScopeEnd.size()) : info;
    }
};

// Takes what it finds; nothing is checked.
Authorization read_authorization(std::string_view text) noexcept;

// Error: authorization_malformed, with the part's name.
Result<void> check_form(const Authorization& authorization);

}  // namespace tandem::dialect::huawei
