#include "temporary_key.hpp"

#include "tandem/crypto/digest.hpp"

namespace tandem::api::huawei {

namespace {

constexpr std::string_view kIdLabel = "tandem/v1/temporary-key-id";
constexpr std::string_view kTemporaryKeySecretLabel = "tandem/v1/temporary-key-secret";
constexpr std::size_t kIdCharacters = kTemporaryIdSize - kTemporaryIdPrefix.size();
constexpr std::size_t kSecretCharacters = 40;

// Five bits a character, the first bits first.
void write_capitals(MutableBytes to, ByteView bits) noexcept {
    constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    for (std::size_t i = 0; i < to.size(); ++i) {
        const std::size_t at = i * 5 / 8;
        const unsigned next = at + 1 < bits.size() ? bits[at + 1] : 0u;
        const unsigned window = bits[at] * 256u + next;
        to[i] = static_cast<std::uint8_t>(kCapitals[(window >> (11 - i * 5 % 8)) & 31u]);
    }
}

}  // namespace

TemporaryKey temporary_key(const store::Tenant& tenant, std::string_view security_token) {
    static_assert(kSecretCharacters * 5 <= sizeof(crypto::Sha256Digest) * 8);
    const ByteView token = as_bytes(security_token);
    TemporaryKey key{std::string(kTemporaryIdSize, ' '), SecretBytes{kSecretCharacters}};
    kTemporaryIdPrefix.copy(key.id.data(), kTemporaryIdPrefix.size());
    char* const id = key.id.data() + kTemporaryIdPrefix.size();
    write_capitals({reinterpret_cast<std::uint8_t*>(id), kIdCharacters}, tenant.derive(kIdLabel, token));
    crypto::Sha256Digest secret = tenant.derive(kTemporaryKeySecretLabel, token);
    const WipeOnExit wipe_secret{secret};
    write_capitals(key.secret.expose_secret_for_writing(), secret);
    return key;
}

}  // namespace tandem::api::huawei
