#pragma once
// The frame around an action's fields: how the request is signed, its common parameters, and where the fields are
// (API 3.0 spec section 1).

#include "tandem/api/dialect.hpp"
#include "tandem/api/form_reader.hpp"
#include "tandem/base/error.hpp"

#include <boost/json/value.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace tandem::api::tencent::v2019 {

enum class SignatureVersion : std::uint8_t {
    v1,  // parameters Signature, SignatureMethod, SecretId, Nonce
    v3,  // header Authorization: TC3-HMAC-SHA256
};

inline constexpr std::string_view kSignatureV3Algorithm = "TC3-HMAC-SHA256";
inline constexpr std::size_t kMaxQueryBytes = 32 * 1024;

// Names that signature v1 puts among the fields.
inline constexpr std::array<std::string_view, 11> kCommonParameters = {
    "Action",    "Version",         "Region", "Timestamp", "Nonce",        "SecretId",
    "Signature", "SignatureMethod", "Token",  "Language",  "RequestClient"};

// Views into the request and the arena.
struct RequestFrame {
    SignatureVersion signature = SignatureVersion::v3;
    std::string_view action;
    std::string_view version;
    std::string_view timestamp_text;
    std::int64_t timestamp = 0;                  // unix seconds, before the year 10000
    std::string_view token;                      // "" when absent
    std::optional<boost::json::value> document;  // an object that holds the fields; else they are in `parameters`,
    ParameterList parameters;                    // in v1 together with the common parameters
};

// For docs/compatibility.md.
std::vector<FieldStatus> describe_common_parameters();

// Errors, in this order: method_not_supported, request_too_large, request_malformed, action_missing, version_missing,
// parameter_missing (Timestamp, SecretId, Nonce), authorization_missing or _malformed (neither signature),
// parameter_type.
Result<RequestFrame> read_request_frame(const WireRequest& request, Arena& arena);

// A multipart body that cannot be read has a code of its own; the common rule is request_malformed.
[[nodiscard]] bool is_multipart(const WireRequest& request) noexcept;

}  // namespace tandem::api::tencent::v2019
