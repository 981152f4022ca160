#include "authorization.hpp"

#include "text_pieces.hpp"

#include <algorithm>

namespace tandem::dialect::huawei {

Authorization read_authorization(std::string_view text) noexcept {
    Authorization out;
    out.algorithm = take(text, ' ');
    if (out.algorithm == kDerivedAlgorithm) out.scheme = SignatureScheme::derived;
    while (!text.empty()) {
        const std::string_view field = trim(take(text, ','));
        const std::size_t equals = std::min(field.find('='), field.size());
        const std::string_view name = field.substr(0, equals);
        const std::string_view value = equals < field.size() ? field.substr(equals + 1) : std::string_view{};
        if (name == "Access" || name == "Credential") out.access_key = value;
        if (name == "Credential" && out.algorithm == kPlainAlgorithm) out.scheme = SignatureScheme::scoped;
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
    constexpr std::size_t kSignatureCharacters = 64;
    if (authorization.has_info()) {
        const std::string_view scope = authorization.scope();
        const bool has_end = scope.size() < authorization.info.size();
        const bool wants_end = authorization.scheme == SignatureScheme::scoped;
        if (has_end != wants_end || std::count(scope.begin(), scope.end(), '/') != 2) {
            return fail(ErrorCode::authorization_malformed, "Credential");
        }
    }
    if (authorization.access_key.empty()) return fail(ErrorCode::authorization_malformed, "Access");
    if (authorization.signature.size() != kSignatureCharacters) {
        return fail(ErrorCode::authorization_malformed, "Signature");
    }
    return {};
}

}  // namespace tandem::dialect::huawei
