#include "tandem/crypto/sealing.hpp"

#include "cipher.hpp"
#include "hmac.hpp"

#include <algorithm>
#include <stdexcept>

namespace tandem::crypto {
namespace {

constexpr std::size_t kPaddedBlockBytes = 16;
constexpr std::size_t kHalfProof = kProofBytes / 2;

using AadPieces = std::initializer_list<ByteView>;
using Proof = std::array<std::uint8_t, kProofBytes>;

// Keys that HKDF-Expand gives for one message, by suite.
struct AesKeys {
    explicit AesKeys(const SecretArray<60>& expanded) : bytes(expanded.expose_secret()) {}
    [[nodiscard]] ByteView key() const { return bytes.first(32); }
    [[nodiscard]] ByteView iv() const { return bytes.subspan(32, 12); }
    [[nodiscard]] ByteView commitment() const { return bytes.subspan(44, 16); }
    ByteView bytes;
};
struct Sm4Keys {
    explicit Sm4Keys(const SecretArray<64>& expanded) : bytes(expanded.expose_secret()) {}
    [[nodiscard]] ByteView key() const { return bytes.first(16); }
    [[nodiscard]] ByteView counter_block() const { return bytes.subspan(16, 16); }
    [[nodiscard]] ByteView mac_key() const { return bytes.subspan(32, 32); }
    ByteView bytes;
};

// The padding of PKCS#7, RFC 5652 section 6.3, as its bytes alone: the plaintext is not copied to be padded.
struct Pad {
    Pad(std::size_t plaintext_bytes, Padding padding)
        : size(padding == Padding::pkcs7 ? kPaddedBlockBytes - plaintext_bytes % kPaddedBlockBytes : 0) {
        bytes.fill(static_cast<std::uint8_t>(size));
    }
    [[nodiscard]] ByteView view() const { return ByteView{bytes}.first(size); }
    std::array<std::uint8_t, kPaddedBlockBytes> bytes;
    std::size_t size;
};

// The plaintext's length. Runs after the message has been authenticated, so its time tells nothing that its writer
// did not choose.
std::optional<std::size_t> unpadded_length(ByteView padded, Padding padding) {
    if (padding == Padding::none) return padded.size();
    if (padded.empty() || padded.size() % kPaddedBlockBytes != 0) return std::nullopt;
    const std::uint8_t size = padded.back();
    if (size == 0 || size > kPaddedBlockBytes) return std::nullopt;
    const auto equals_size = [size](std::uint8_t byte) { return byte == size; };
    if (!std::ranges::all_of(padded.last(size), equals_size)) return std::nullopt;
    return padded.size() - size;
}

void seal_aes(const AesKeys& keys, AadPieces aad, ByteView plaintext, const Pad& pad, std::uint8_t* ciphertext,
              std::span<std::uint8_t, kProofBytes> proof) {
    CipherStream cipher{CipherName::aes256_gcm, Direction::encrypt, keys.key(), keys.iv()};
    for (const ByteView piece : aad) cipher.authenticate(piece);
    cipher.update(cipher.update(ciphertext, plaintext), pad.view());
    std::ranges::copy(keys.commitment(), proof.begin());
    cipher.finish_with_tag(proof.last<kHalfProof>());
}

bool open_aes(const AesKeys& keys, AadPieces aad, ByteView ciphertext, std::span<const std::uint8_t, kProofBytes> proof,
              std::uint8_t* to) {
    if (!constant_time_equal(keys.commitment(), proof.first<kHalfProof>())) return false;
    CipherStream cipher{CipherName::aes256_gcm, Direction::decrypt, keys.key(), keys.iv()};
    for (const ByteView piece : aad) cipher.authenticate(piece);
    cipher.update(to, ciphertext);
    return cipher.finish_and_check_tag(proof.last<kHalfProof>());
}

Proof sm4_proof(const Sm4Keys& keys, AadPieces aad, ByteView ciphertext) {
    std::uint64_t aad_bytes = 0;
    for (const ByteView piece : aad) aad_bytes += piece.size();
    std::array<std::uint8_t, 8> length;
    store_u64_be(length.data(), aad_bytes);

    Proof proof;
    Hmac hmac{sm3_algorithm(), keys.mac_key()};
    hmac.update(length);
    for (const ByteView piece : aad) hmac.update(piece);
    hmac.update(ciphertext);
    hmac.finish(proof.data());
    return proof;
}

void seal_sm4(const Sm4Keys& keys, AadPieces aad, ByteView plaintext, const Pad& pad, MutableBytes ciphertext,
              std::span<std::uint8_t, kProofBytes> proof) {
    CipherStream cipher{CipherName::sm4_ctr, Direction::encrypt, keys.key(), keys.counter_block()};
    cipher.update(cipher.update(ciphertext.data(), plaintext), pad.view());
    std::ranges::copy(sm4_proof(keys, aad, ciphertext), proof.begin());
}

bool open_sm4(const Sm4Keys& keys, AadPieces aad, ByteView ciphertext, std::span<const std::uint8_t, kProofBytes> proof,
              std::uint8_t* to) {
    if (!constant_time_equal(sm4_proof(keys, aad, ciphertext), proof)) return false;
    CipherStream cipher{CipherName::sm4_ctr, Direction::decrypt, keys.key(), keys.counter_block()};
    cipher.update(to, ciphertext);
    return true;
}

}  // namespace

SealingKey::SealingKey(Suite suite, std::string_view label, ByteView material) : suite_(suite) {
    if (suite == Suite::aes256_gcm) {
        Sha256Digest prk = hkdf_extract_sha256(as_bytes(label), material);
        const WipeOnExit wipe_prk{prk};
        sha256_prk_ = HmacSha256Key{prk};
    } else {
        Sm3Digest prk = hkdf_extract_sm3(as_bytes(label), material);
        const WipeOnExit wipe_prk{prk};
        std::ranges::copy(prk, sm3_prk_.expose_secret_for_writing().begin());
    }
}

void SealingKey::seal(ByteView info, ByteView salt, AadPieces aad, ByteView plaintext, Padding padding,
                      MutableBytes ciphertext, std::span<std::uint8_t, kProofBytes> proof) const {
    if (salt.size() != kSaltBytes || ciphertext.size() != sealed_length(plaintext.size(), padding)) {
        throw std::logic_error("SealingKey::seal: salt or ciphertext of the wrong size");
    }
    const Pad pad{plaintext.size(), padding};
    if (suite_ == Suite::aes256_gcm) {
        SecretArray<60> expanded;
        hkdf_expand_sha256(sha256_prk_, {info, salt}, expanded.expose_secret_for_writing());
        seal_aes(AesKeys{expanded}, aad, plaintext, pad, ciphertext.data(), proof);
    } else {
        SecretArray<64> expanded;
        hkdf_expand_sm3(sm3_prk_.expose_secret(), {info, salt}, expanded.expose_secret_for_writing());
        seal_sm4(Sm4Keys{expanded}, aad, plaintext, pad, ciphertext, proof);
    }
}

std::optional<std::size_t> SealingKey::open(ByteView info, ByteView salt, AadPieces aad, ByteView ciphertext,
                                            std::span<const std::uint8_t, kProofBytes> proof, Padding padding,
                                            MutableBytes to) const {
    if (salt.size() != kSaltBytes || to.size() < ciphertext.size()) {
        throw std::logic_error("SealingKey::open: salt or room of the wrong size");
    }
    bool authentic = false;
    if (suite_ == Suite::aes256_gcm) {
        SecretArray<60> expanded;
        hkdf_expand_sha256(sha256_prk_, {info, salt}, expanded.expose_secret_for_writing());
        authentic = open_aes(AesKeys{expanded}, aad, ciphertext, proof, to.data());
    } else {
        SecretArray<64> expanded;
        hkdf_expand_sm3(sm3_prk_.expose_secret(), {info, salt}, expanded.expose_secret_for_writing());
        authentic = open_sm4(Sm4Keys{expanded}, aad, ciphertext, proof, to.data());
    }
    const auto length = authentic ? unpadded_length(to.first(ciphertext.size()), padding) : std::nullopt;
    if (!length) wipe(to);
    return length;
}

Sha256Digest derive_subkey(std::string_view extract_label, ByteView material, std::string_view purpose) {
    Sha256Digest prk = hkdf_extract_sha256(as_bytes(extract_label), material);
    const WipeOnExit wipe_prk{prk};
    Sha256Digest key;
    hkdf_expand_sha256(HmacSha256Key{prk}, {as_bytes(purpose)}, key);
    return key;
}

}  // namespace tandem::crypto
