#pragma once
// The Authorization header of an access-key signature (sections 2.2 and 2.3).

#include "tandem/base/error.hpp"

#include <string_view>

namespace tandem::api::huawei {

inline constexpr std::string_view kPlainAlgorithm = "SDK-HMAC-SHA256";
inline constexpr std::string_view kDerivedAlgorithm = "V11-HMAC-SHA256";
inline constexpr std::string_view kSm3Algorithm = "SDK-HMAC-SM3";
inline constexpr std::string_view kP256Algorithm = "SDK-ECDSA-P256-SHA256";
inline constexpr std::string_view kSm2Algorithm = "SDK-SM2-SM3";
inline constexpr std::string_view kDateHeader = "X-Sdk-Date";
inline constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr std::string_view kScopeEnd = "/sdk_request";

enum class AuthorizationScheme : std::uint8_t {
    plain,    // SDK-HMAC-SHA256 Access=<id>: the secret is the key
    scoped,   // SDK-HMAC-SHA256 Credential=<id>/<date>/<region>/<service>/sdk_request, of golangsdk,
              // gophertelekomcloud and huaweicloud-sdk-python: a key of that scope. Region and service may be empty.
    derived,  // V11-HMAC-SHA256 Credential=<id>/<date>/<region>/<service>
    // The further choices of the SDKs of Java and Python (SigningAlgorithm), all with Access=<id>.
    sm3,   // SDK-HMAC-SM3: as plain, with SM3 throughout
    p256,  // SDK-ECDSA-P256-SHA256: DER in hexadecimal, by a key that follows from id and secret
    sm2,   // SDK-SM2-SM3: the same with SM2, and SM3 throughout
};

// Views into the header.
struct Authorization {
    AuthorizationScheme scheme = AuthorizationScheme::plain;
    std::string_view algorithm;
    std::string_view access_key;
    std::string_view info;  // what follows the access key in Credential; a line of the string to sign
    std::string_view signed_headers;
    std::string_view signature;

    [[nodiscard]] bool has_info() const noexcept {
        return scheme == AuthorizationScheme::scoped || scheme == AuthorizationScheme::derived;
    }
    // Whether a key of a curve signs; its check takes up to a millisecond: not on an I/O thread.
    [[nodiscard]] bool is_of_curve() const noexcept {
        return scheme == AuthorizationScheme::p256 || scheme == AuthorizationScheme::sm2;
    }
    [[nodiscard]] bool uses_sm3() const noexcept {
        return scheme == AuthorizationScheme::sm3 || scheme == AuthorizationScheme::sm2;
    }
    // Where a client may say what it took for the payload's hash.
    [[nodiscard]] std::string_view hash_header() const noexcept {
        return uses_sm3() ? "X-Sdk-Content-Sm3" : "X-Sdk-Content-Sha256";
    }
    // The text that the signing key is derived from beside the secret: date/region/service.
    [[nodiscard]] std::string_view scope() const noexcept {
        return info.ends_with(kScopeEnd) ? info.substr(0, info.size() - kScopeEnd.size()) : info;
    }
};

// Whether an Authorization header is of one of the schemes at all.
bool is_signature(std::string_view authorization) noexcept;

// Takes what it finds; nothing is checked.
Authorization read_authorization(std::string_view text) noexcept;

// Error: authorization_malformed, with the part's name.
Result<void> check_form(const Authorization& authorization);

}  // namespace tandem::api::huawei
