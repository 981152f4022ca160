#pragma once
// The signature of decoded parameters (HmacSHA1, HmacSHA256), shared by the 2017 API and API 3.0 signature v1.

#include "tandem/api/form_reader.hpp"
#include "tandem/base/bytes.hpp"

#include <string>
#include <string_view>

namespace tandem::api::tencent {

struct SignatureV1Rules {
    bool underscore_to_dot = false;       // in names (2017 API, section 4.1 step 4)
    bool drop_at_values_on_post = false;  // values that begin with "@" (2017 API, section 4.1 step 2)
};

// METHOD + host + path + "?" + name=value joined by "&", sorted by name, without Signature. It may hold plaintext: the
// caller wipes it.
std::string signature_v1_text(std::string_view method, std::string_view host, std::string_view path,
                              const ParameterList& parameters, const SignatureV1Rules& rules);

enum class SignatureV1Method : std::uint8_t { hmac_sha1, hmac_sha256 };
// "HmacSHA256" selects SHA-256; anything else, or nothing, SHA-1.
SignatureV1Method signature_v1_method(std::string_view parameter) noexcept;
// Compares in constant time with the base64 text that came.
bool signature_v1_matches(ByteView secret, SignatureV1Method method, std::string_view text, std::string_view signature);

}  // namespace tandem::api::tencent
