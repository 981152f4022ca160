#include "signing_key.hpp"

#include "tandem/base/encoding.hpp"

#include <array>

namespace tandem::dialect::huawei {

namespace {

struct CachedKey {
    bool used = false;
    std::uint64_t serial = 0;
    SecretBytes secret;  // compared too: two servers in one process number their credentials apart
    crypto::HmacSha256Key key;
};
constexpr std::size_t kCachedKeys = 32;

}  // namespace

const crypto::HmacSha256Key& signing_key(const store::Credential& credential) {
    thread_local std::array<CachedKey, kCachedKeys> cache;
    CachedKey& entry = cache[credential.serial % kCachedKeys];
    if (!entry.used || entry.serial != credential.serial || !(entry.secret == credential.secret)) {
        entry.used = true;
        entry.serial = credential.serial;
        entry.secret = credential.secret.clone();
        entry.key = crypto::HmacSha256Key{entry.secret.expose_secret()};
    }
    return entry.key;
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

}  // namespace tandem::dialect::huawei
