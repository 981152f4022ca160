#include "tandem/crypto/digest.hpp"

#include "tandem/base/secret.hpp"

#include "hmac.hpp"

#include <algorithm>

// OpenSSL 3 deprecates its low-level SHA-256 in favour of EVP, whose context costs more than the hash of a small
// request.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace tandem::crypto {
namespace {

constexpr std::size_t kHmacBlockBytes = SHA256_CBLOCK;

// HKDF-Expand, RFC 5869 section 2.3. `mac(previous, counter)` gives T(counter).
template <class Mac>
void hkdf_expand(MutableBytes to, const Mac& mac) {
    std::array<std::uint8_t, 32> block;
    const WipeOnExit wipe_block{block};
    ByteView previous;
    for (std::uint8_t counter = 1; !to.empty(); ++counter) {
        block = mac(previous, counter);
        previous = block;
        const std::size_t size = std::min(to.size(), block.size());
        std::copy_n(block.begin(), size, to.begin());
        to = to.subspan(size);
    }
}

}  // namespace

// ---- SHA-256 ----

Sha256::Sha256() noexcept { SHA256_Init(&state_); }

Sha256& Sha256::update(ByteView bytes) noexcept {
    SHA256_Update(&state_, bytes.data(), bytes.size());
    return *this;
}

Sha256Digest Sha256::finish() noexcept {
    Sha256Digest digest;
    SHA256_Final(digest.data(), &state_);
    return digest;
}

Sha256Digest sha256(ByteView bytes) noexcept { return Sha256{}.update(bytes).finish(); }

Sha256Digest sha256(std::initializer_list<ByteView> pieces) noexcept {
    Sha256 digest;
    for (const ByteView piece : pieces) digest.update(piece);
    return digest.finish();
}

// ---- HMAC-SHA-256 ----

HmacSha256Key::HmacSha256Key(ByteView key) noexcept {
    std::array<std::uint8_t, kHmacBlockBytes> block{};
    const WipeOnExit wipe_block{block};
    if (key.size() > kHmacBlockBytes) {
        std::ranges::copy(sha256(key), block.begin());
    } else {
        std::ranges::copy(key, block.begin());
    }
    const auto absorb = [&block](SHA256_CTX& state, std::uint8_t pad) {
        for (std::uint8_t& byte : block) byte ^= pad;
        SHA256_Init(&state);
        SHA256_Update(&state, block.data(), block.size());
        for (std::uint8_t& byte : block) byte ^= pad;
    };
    absorb(inner_, 0x36);
    absorb(outer_, 0x5c);
}

HmacSha256Key::~HmacSha256Key() {
    wipe(&inner_, sizeof inner_);
    wipe(&outer_, sizeof outer_);
}

HmacSha256Key::Stream::Stream(const HmacSha256Key& key) noexcept : inner_(key.inner_), outer_(key.outer_) {}

HmacSha256Key::Stream::~Stream() {
    wipe(&inner_, sizeof inner_);
    wipe(&outer_, sizeof outer_);
}

HmacSha256Key::Stream& HmacSha256Key::Stream::update(ByteView bytes) noexcept {
    SHA256_Update(&inner_, bytes.data(), bytes.size());
    return *this;
}

Sha256Digest HmacSha256Key::Stream::finish() noexcept {
    Sha256Digest digest;
    SHA256_Final(digest.data(), &inner_);
    SHA256_Update(&outer_, digest.data(), digest.size());
    SHA256_Final(digest.data(), &outer_);
    return digest;
}

Sha256Digest HmacSha256Key::sign(ByteView message) const noexcept { return Stream{*this}.update(message).finish(); }

Sha256Digest HmacSha256Key::sign(std::initializer_list<ByteView> pieces) const noexcept {
    Stream stream{*this};
    for (const ByteView piece : pieces) stream.update(piece);
    return stream.finish();
}

// ---- through EVP ----

Sm3Digest sm3(ByteView bytes) {
    Sm3Digest digest;
    require(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, sm3_algorithm(), nullptr) == 1, "SM3");
    return digest;
}

Sha1Digest hmac_sha1(ByteView key, ByteView message) {
    Sha1Digest digest;
    Hmac hmac{sha1_algorithm(), key};
    hmac.update(message);
    hmac.finish(digest.data());
    return digest;
}

Sm3Digest hmac_sm3(ByteView key, std::initializer_list<ByteView> pieces) {
    Sm3Digest digest;
    Hmac hmac{sm3_algorithm(), key};
    for (const ByteView piece : pieces) hmac.update(piece);
    hmac.finish(digest.data());
    return digest;
}

// ---- HKDF ----

Sha256Digest hkdf_extract_sha256(ByteView salt, ByteView material) noexcept {
    return HmacSha256Key{salt}.sign(material);
}

void hkdf_expand_sha256(const HmacSha256Key& prk, std::initializer_list<ByteView> info, MutableBytes to) noexcept {
    hkdf_expand(to, [&](ByteView previous, std::uint8_t counter) {
        HmacSha256Key::Stream stream{prk};
        stream.update(previous);
        for (const ByteView piece : info) stream.update(piece);
        return stream.update({&counter, 1}).finish();
    });
}

Sm3Digest hkdf_extract_sm3(ByteView salt, ByteView material) { return hmac_sm3(salt, {material}); }

void hkdf_expand_sm3(ByteView prk, std::initializer_list<ByteView> info, MutableBytes to) {
    hkdf_expand(to, [&](ByteView previous, std::uint8_t counter) {
        Sm3Digest block;
        Hmac hmac{sm3_algorithm(), prk};
        hmac.update(previous);
        for (const ByteView piece : info) hmac.update(piece);
        hmac.update({&counter, 1});
        hmac.finish(block.data());
        return block;
    });
}

}  // namespace tandem::crypto

#pragma GCC diagnostic pop
