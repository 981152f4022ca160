#pragma once
// Reading of what was signed, for signatures over a canonical request: TC3-HMAC-SHA256, SDK-HMAC-SHA256,
// V11-HMAC-SHA256. All have its six parts and a string to sign of algorithm, date, scope (where there is one) and hash.

#include "tandem/crypto/digest.hpp"
#include "tandem/doctor/payloads.hpp"
#include "tandem/doctor/private_text.hpp"
#include "tandem/doctor/signature_doctor.hpp"
#include "tandem/store/key_store.hpp"

#include <initializer_list>
#include <span>

namespace tandem::api::doctor {

struct CanonicalReading {
    struct Header {
        std::string name;
        PrivateText value;
    };

    std::string method;
    std::string uri;
    PrivateText query;
    std::vector<Header> headers;  // the signed ones in their order
    std::string after_headers = "\n";
    std::string signed_headers;
    std::string payload_hash;

    std::string algorithm;
    std::string date;    // as on the second line
    std::string scope;   // the third line; empty: there is none
    bool hashed = true;  // the last line is the canonical request's hash, else the canonical request itself

    std::string access_key_id;
    PrivateText secret;
    std::string key_scope;  // what the signing key is derived from, beside the secret
    crypto::HmacSha256Key (*key)(const CanonicalReading&) = nullptr;
    std::string signature;  // that came; 64 lower-case hexadecimal digits

    // The header among the signed ones, or null.
    [[nodiscard]] Header* find(std::string_view name) noexcept;
    void set_value(std::string_view name, PrivateText value);

    // For Variation: see signature_doctor.hpp. The two texts hide what people must not see.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool matches() const;
    [[nodiscard]] std::string canonical_request() const;
    [[nodiscard]] std::string string_to_sign() const;
};

// The signed headers with the values that came, absent ones empty.
std::vector<CanonicalReading::Header> signed_headers_of(const WireRequest& request, std::string_view list);

using CanonicalVariations = std::vector<Variation<CanonicalReading>>;

// ---- the rows that these algorithms share; each adds its variations ----

struct CanonicalCase {
    const WireRequest& request;
    const store::KeyStore& store;
    const store::Credential& credential;
    const CanonicalReading& server;
    std::span<const std::string> endpoints;  // the vendor's own host names
};

using CanonicalRow = Row<CanonicalCase, CanonicalReading>;

void add_other_secrets(const CanonicalCase& refused, CanonicalVariations& to);
void add_secrets_with_blanks(const CanonicalCase& refused, CanonicalVariations& to);
void add_hosts(const CanonicalCase& refused, CanonicalVariations& to);
void add_content_types(const CanonicalCase& refused, CanonicalVariations& to);
void add_payloads(const CanonicalCase& refused, CanonicalVariations& to);
void add_paths(const CanonicalCase& refused, CanonicalVariations& to);
void add_queries(const CanonicalCase& refused, CanonicalVariations& to);
void add_signed_headers(const CanonicalCase& refused, CanonicalVariations& to);
void add_methods(const CanonicalCase& refused, CanonicalVariations& to);

// Another scope in the key, in the string to sign (where `end` follows it), and in both.
void add_scope(CanonicalVariations& to, std::string_view word, const std::string& sentence, const std::string& scope,
               std::string_view end = {});
// "a/b/c"
std::string with_slashes(std::initializer_list<std::string_view> parts);

// The last word: a header that is named as signed and did not come, else the secret.
Conclusion otherwise(const CanonicalCase& refused);
// "secret", with how to verify it.
Conclusion the_secret_differs(const WireRequest& request, std::string_view access_key_id);

}  // namespace tandem::api::doctor
