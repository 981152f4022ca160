#pragma once
// The canonical request of all schemes (section 2.2).

#include "tandem/api/arena.hpp"
#include "tandem/api/wire.hpp"
#include "tandem/crypto/digest.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

// How a client made the canonical URI of a path (rule 1). All agree on paths of unreserved characters and slashes.
enum class UriForm : std::uint8_t {
    decoded,  // decode, encode again: Python, Go
    escaped,  // decode, escape what a URL parser escapes, encode again: Node
    raw,      // encode the path as it was sent: Java
};

bool every_uri_form_agrees(std::string_view path) noexcept;
std::string_view canonical_uri(std::string_view path, UriForm form, Arena& arena);

// The meaning of a "+" in a query: SDKs that escape blanks themselves send it for itself (rule 2), those that leave it
// to their HTTP library (golangsdk, huaweicloud-sdk-python) for a blank.
enum class Plus : std::uint8_t { itself, blank };

// Decoded, encoded again, sorted by key and value; empty pieces are dropped and "k" becomes "k=" (rule 2).
std::string_view canonical_query(std::string_view query, Plus plus, Arena& arena);

// The form that golangsdk hashes as the payload of a POST without a body, whose canonical query is then empty: pieces
// sorted by key alone, blanks as "+".
std::string_view query_as_payload(std::string_view query, Arena& arena);

struct CanonicalRequest {
    const WireRequest& request;
    std::string_view uri;
    std::string_view query;
    std::string_view signed_headers;  // lower case, joined by ";", as the client gave them
    std::string_view payload_hash;

    [[nodiscard]] crypto::Sha256Digest digest() const noexcept;
    [[nodiscard]] crypto::Sm3Digest sm3_digest() const;
    // For people, "|" in place of line feeds as the gateway prints it; tokens are left out.
    [[nodiscard]] std::string readable() const;
};

}  // namespace tandem::api::huawei
