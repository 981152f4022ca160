#include "signature_v1.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/crypto/digest.hpp"

#include <boost/container/small_vector.hpp>

#include <algorithm>
#include <array>

namespace tandem::api::tencent {

namespace {

void append_name(std::string& text, std::string_view name, bool underscore_to_dot) {
    const std::size_t begin = text.size();
    text += name;
    if (underscore_to_dot) std::replace(text.begin() + static_cast<std::ptrdiff_t>(begin), text.end(), '_', '.');
}

bool matches(ByteView digest, std::string_view signature) {
    std::array<char, base64_length(sizeof(crypto::Sha256Digest))> expected;
    const char* const end = base64_encode_to(expected.data(), digest);
    return constant_time_equal(as_bytes({expected.data(), static_cast<std::size_t>(end - expected.data())}),
                               as_bytes(signature));
}

}  // namespace

std::string signature_v1_text(std::string_view method, std::string_view host, std::string_view path,
                              const ParameterList& parameters, const SignatureV1Rules& rules) {
    const bool drop_at_values = rules.drop_at_values_on_post && method == "POST";
    boost::container::small_vector<const Parameter*, 32> sorted;
    std::size_t length = method.size() + host.size() + path.size() + 1;
    for (const Parameter& parameter : parameters) {
        if (parameter.name == "Signature") continue;
        if (drop_at_values && parameter.value.starts_with('@')) continue;
        sorted.push_back(&parameter);
        length += parameter.name.size() + parameter.value.size() + 2;
    }
    std::sort(sorted.begin(), sorted.end(), [](const Parameter* a, const Parameter* b) {
        return a->name != b->name ? a->name < b->name : a < b;  // equal names stay in wire order
    });

    std::string text;
    text.reserve(length);
    text.append(method).append(host).append(path);
    char separator = '?';
    for (const Parameter* parameter : sorted) {
        text += separator;
        append_name(text, parameter->name, rules.underscore_to_dot);
        text += '=';
        text += parameter->value;
        separator = '&';
    }
    if (separator == '?') text += separator;
    return text;
}

SignatureV1Method signature_v1_method(std::string_view parameter) noexcept {
    return parameter == "HmacSHA256" ? SignatureV1Method::hmac_sha256 : SignatureV1Method::hmac_sha1;
}

bool signature_v1_matches(ByteView secret, SignatureV1Method method, std::string_view text,
                          std::string_view signature) {
    switch (method) {
        case SignatureV1Method::hmac_sha1:
            return matches(crypto::hmac_sha1(secret, as_bytes(text)), signature);
        case SignatureV1Method::hmac_sha256:
            return matches(crypto::HmacSha256Key{secret}.sign(as_bytes(text)), signature);
    }
    return false;
}

}  // namespace tandem::api::tencent
