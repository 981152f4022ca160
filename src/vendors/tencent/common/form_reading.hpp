#pragma once
// The signed text, for the signature of decoded parameters (2017 API; API 3.0 signature v1), and the mistakes that
// clients make with it, as rows of the dialects' tables.

#include "tandem/api/form_reader.hpp"
#include "tandem/doctor/escapes.hpp"
#include "tandem/doctor/private_text.hpp"
#include "tandem/doctor/signature_doctor.hpp"
#include "tandem/store/key_store.hpp"

#include "signature_v1.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace tandem::api::tencent {

enum class Order : std::uint8_t { by_name, as_sent, ignoring_case, descending };
enum class DigestText : std::uint8_t { base64, hexadecimal, base64_of_hexadecimal, base64_url };

struct FormReading {
    std::string method;
    std::string host;
    std::string path;
    std::string question = "?";
    std::string separator = "&";
    std::vector<Parameter>
        parameters;  // as sent, without Signature; values are views of the request, or of common ones
    Order order = Order::by_name;
    bool underscore_to_dot = false;
    bool drop_at_values = false;
    const doctor::EscapeStyle* values = nullptr;              // null: as they are
    const doctor::EscapeStyle* whole = nullptr;               // the joined parameters once more
    bool blanks_are_plus = false;                             // in values: "+" that came unescaped
    std::string_view tail{};                                  // behind everything
    std::shared_ptr<const std::vector<std::string>> names{};  // keeps names that are no views of the request

    doctor::PrivateText secret;
    SignatureV1Method digest = SignatureV1Method::hmac_sha1;
    DigestText digest_text = DigestText::base64;
    std::string signature;  // that came

    // For Variation: see signature_doctor.hpp. There is no canonical request, and the text to sign is shown with the
    // sizes of hidden values.
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool matches() const;
    [[nodiscard]] static std::string canonical_request() { return {}; }
    [[nodiscard]] std::string string_to_sign() const;
};

using FormVariations = std::vector<doctor::Variation<FormReading>>;

struct FormCase {
    const WireRequest& request;
    const ParameterList& parameters;
    const store::KeyStore& store;
    const store::Credential& credential;
    const FormReading& server;
    std::span<const std::string> endpoints;
};

// The parameters of a request without Signature.
std::vector<Parameter> signed_parameters(const ParameterList& parameters);

// All rows, in the order of docs/diagnosis.md, behind the hosts that the server accepts anyway.
FormVariations form_variations(const FormCase& refused, std::span<const std::string> accepted_hosts);

}  // namespace tandem::api::tencent
