#include "signing_key.hpp"

#include "tandem/base/encoding.hpp"

#include "text_pieces.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::huawei {

namespace {

struct ScopedKey {
    std::uint64_t last_used = 0;  // 0: free
    AuthorizationScheme scheme{};
    std::uint8_t scope_size = 0;
    std::array<char, kLongestKeptScope> scope{};
    crypto::HmacSha256Key key;

    [[nodiscard]] bool is(const Authorization& authorization) const noexcept {
        return last_used != 0 && scheme == authorization.scheme &&
               std::string_view{scope.data(), scope_size} == authorization.scope();
    }
};

struct CachedCredential {
    bool used = false;
    std::uint64_t serial = 0;
    SecretBytes secret;  // compared too: two servers in one process number their credentials apart
    crypto::HmacSha256Key key;
    std::uint64_t uses = 0;
    std::array<ScopedKey, kKeptScopes> scoped;
};
constexpr std::size_t kCachedCredentials = 32;

CachedCredential& cached(const store::Credential& credential) {
    thread_local std::array<CachedCredential, kCachedCredentials> cache;
    CachedCredential& entry = cache[credential.serial % kCachedCredentials];
    if (!entry.used || entry.serial != credential.serial || !(entry.secret == credential.secret)) {
        entry.used = true;
        entry.serial = credential.serial;
        entry.secret = credential.secret.clone();
        entry.key = crypto::HmacSha256Key{entry.secret.expose_secret()};
        entry.scoped = {};
    }
    return entry;
}

}  // namespace

const crypto::HmacSha256Key& signing_key(const store::Credential& credential) { return cached(credential).key; }

const crypto::HmacSha256Key* find_signing_key(const store::Credential& credential, const Authorization& authorization) {
    CachedCredential& entry = cached(credential);
    for (ScopedKey& scoped : entry.scoped) {
        if (!scoped.is(authorization)) continue;
        scoped.last_used = ++entry.uses;
        return &scoped.key;
    }
    return nullptr;
}

void keep_signing_key(const store::Credential& credential, const Authorization& authorization,
                      const crypto::HmacSha256Key& key) {
    const std::string_view scope = authorization.scope();
    if (scope.size() > kLongestKeptScope) return;
    CachedCredential& entry = cached(credential);
    ScopedKey& oldest = *std::ranges::min_element(entry.scoped, {}, &ScopedKey::last_used);
    oldest.last_used = ++entry.uses;
    oldest.scheme = authorization.scheme;
    oldest.scope_size = static_cast<std::uint8_t>(scope.size());
    std::ranges::copy(scope, oldest.scope.begin());
    oldest.key = key;
}

crypto::HmacSha256Key scoped_signing_key(ByteView secret, std::string_view scope) {
    constexpr std::string_view kPrefix = "SDK";
    SecretBytes prefixed{kPrefix.size() + secret.size()};
    const MutableBytes bytes = prefixed.expose_secret_for_writing();
    std::ranges::copy(secret, std::ranges::copy(as_bytes(kPrefix), bytes.begin()).out);
    crypto::Sha256Digest step = crypto::HmacSha256Key{bytes}.sign(as_bytes(take(scope, '/')));  // the date
    const WipeOnExit wipe_step{step};
    step = crypto::HmacSha256Key{step}.sign(as_bytes(take(scope, '/')));  // the region
    step = crypto::HmacSha256Key{step}.sign(as_bytes(scope));             // the service
    step = crypto::HmacSha256Key{step}.sign(as_bytes(kScopeEnd.substr(1)));
    return crypto::HmacSha256Key{step};
}

crypto::HmacSha256Key derived_signing_key(std::string_view access_key, ByteView secret, std::string_view info) {
    constexpr std::uint8_t kFirstBlock[] = {0x01};
    crypto::Sha256Digest extracted = crypto::HmacSha256Key{as_bytes(access_key)}.sign(secret);
    const WipeOnExit wipe_extracted{extracted};
    crypto::Sha256Digest expanded = crypto::HmacSha256Key{extracted}.sign({as_bytes(info), kFirstBlock});
    const WipeOnExit wipe_expanded{expanded};
    SecretArray<2 * sizeof(crypto::Sha256Digest)> text;
    hex_encode_to(reinterpret_cast<char*>(text.expose_secret_for_writing().data()), expanded);
    return crypto::HmacSha256Key{text.expose_secret()};
}

crypto::HmacSha256Key derive_signing_key(const Authorization& authorization, ByteView secret) {
    if (authorization.scheme == AuthorizationScheme::scoped) return scoped_signing_key(secret, authorization.scope());
    return derived_signing_key(authorization.access_key, secret, authorization.info);
}

}  // namespace tandem::api::huawei
