#include "authorization.hpp"

#include "text_pieces.hpp"

#include <algorithm>

namespace tandem::api::huawei {

namespace {

struct Algorithm {
    std::string_view name;
    AuthorizationScheme scheme;
};
constexpr Algorithm kAlgorithms[] = {
    {kPlainAlgorithm, AuthorizationScheme::plain}, {kDerivedAlgorithm, AuthorizationScheme::derived},
    {kSm3Algorithm, AuthorizationScheme::sm3},     {kP256Algorithm, AuthorizationScheme::p256},
    {kSm2Algorithm, AuthorizationScheme::sm2},
};

const Algorithm* find_algorithm(std::string_view name) noexcept {
    const auto* const found = std::ranges::find(kAlgorithms, name, &Algorithm::name);
    return found == std::end(kAlgorithms) ? nullptr : found;
}

// The hexadecimal text of a MAC of 32 bytes, or of a SEQUENCE of two numbers of up to 33.
bool is_signature_text(const Authorization& authorization) noexcept {
    constexpr std::size_t kMacCharacters = 64;
    constexpr std::size_t kMostDerCharacters = 2 * (2 + 2 * (2 + 33));
    const std::size_t size = authorization.signature.size();
    if (!authorization.is_of_curve()) return size == kMacCharacters;
    return size > 0 && size % 2 == 0 && size <= kMostDerCharacters;
}

}  // namespace

bool is_signature(std::string_view authorization) noexcept {
    return find_algorithm(take(authorization, ' ')) != nullptr;
}

Authorization read_authorization(std::string_view text) noexcept {
    Authorization out;
    out.algorithm = take(text, ' ');
    if (const Algorithm* algorithm = find_algorithm(out.algorithm)) out.scheme = algorithm->scheme;
    while (!text.empty()) {
        const std::string_view field = trim(take(text, ','));
        const std::size_t equals = std::min(field.find('='), field.size());
        const std::string_view name = field.substr(0, equals);
        const std::string_view value = equals < field.size() ? field.substr(equals + 1) : std::string_view{};
        if (name == "Access" || name == "Credential") out.access_key = value;
        if (name == "Credential" && out.algorithm == kPlainAlgorithm) out.scheme = AuthorizationScheme::scoped;
        if (name == "SignedHeaders") out.signed_headers = value;
        if (name == "Signature") out.signature = value;
    }
    if (out.has_info()) {
        out.info = out.access_key;
        out.access_key = take(out.info, '/');
    }
    return out;
}

Result<void> check_form(const Authorization& authorization) {
    if (authorization.has_info()) {
        const std::string_view scope = authorization.scope();
        const bool has_end = scope.size() < authorization.info.size();
        const bool wants_end = authorization.scheme == AuthorizationScheme::scoped;
        if (has_end != wants_end || std::count(scope.begin(), scope.end(), '/') != 2) {
            return fail(ErrorCode::authorization_malformed, "Credential");
        }
    }
    if (authorization.access_key.empty()) return fail(ErrorCode::authorization_malformed, "Access");
    if (!is_signature_text(authorization)) return fail(ErrorCode::authorization_malformed, "Signature");
    return {};
}

}  // namespace tandem::api::huawei
