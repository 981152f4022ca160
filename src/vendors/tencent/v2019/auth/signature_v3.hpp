#pragma once
// Signature v3, TC3-HMAC-SHA256 (API 3.0 spec section 2). Hashes the canonical request piece by piece: nothing is
// allocated while a signature matches.

#include "tandem/api/wire.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/crypto/digest.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace tandem::api::tencent::v2019 {

// The Authorization header; views into it.
struct AuthorizationV3 {
    std::string_view secret_id;
    std::string_view date;     // YYYY-MM-DD
    std::string_view service;  // whatever the client derived from its endpoint: may hold ':' and '/'
    std::string_view scope;    // date/service/tc3_request
    std::string_view signed_headers;
    crypto::Sha256Digest signature;
};

inline constexpr std::size_t kMaxSignedHeaders = 32;

// Error: authorization_malformed (form, or content-type and host not among the signed headers).
Result<AuthorizationV3> parse_authorization_v3(std::string_view header);

// The id that such a header names, as early as it can be seen; empty when there is none.
std::string_view credential_id(std::string_view authorization) noexcept;

// YYYY-MM-DD of a time before the year 10000.
std::array<char, 10> utc_date(std::int64_t unix_seconds) noexcept;

// Section 2.4: HMAC(HMAC(HMAC("TC3" + secret, date), service), "tc3_request").
crypto::HmacSha256Key derive_signing_key(ByteView secret, std::string_view date, std::string_view service);

struct SignatureV3Question {
    const WireRequest& request;
    const AuthorizationV3& authorization;
    std::string_view timestamp;                 // as sent
    std::span<const std::string> public_hosts;  // names that a proxy in front of the server has
};

// Tries what the SDKs are known to sign (section 2.7), the usual first, and stops at the first match: header values as
// sent, then in lower case; URI "/", then the raw path; host as sent, without its port, both in lower case, public
// names.
bool signature_v3_matches(const crypto::HmacSha256Key& signing_key, const SignatureV3Question& question);

}  // namespace tandem::api::tencent::v2019
