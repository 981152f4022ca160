#include "cipher.hpp"

#include <climits>

#include <array>

namespace tandem::crypto {
namespace {

struct CipherFacts {
    const char* name;
    std::size_t key_bytes;
    std::size_t iv_bytes;
};
constexpr std::array<CipherFacts, 2> kCiphers{{{"AES-256-GCM", 32, 12}, {"SM4-CTR", 16, 16}}};

constexpr const CipherFacts& facts_of(CipherName name) { return kCiphers[static_cast<std::size_t>(name)]; }

const EVP_CIPHER* fetch_named_cipher(CipherName name) {
    const CipherFacts& facts = facts_of(name);
    const EVP_CIPHER* cipher = EVP_CIPHER_fetch(nullptr, facts.name, nullptr);
    require(cipher != nullptr && EVP_CIPHER_get_key_length(cipher) == static_cast<int>(facts.key_bytes) &&
                EVP_CIPHER_get_iv_length(cipher) == static_cast<int>(facts.iv_bytes),
            facts.name);
    return cipher;
}

CipherContext make_context(CipherName name) {
    static const std::array<const EVP_CIPHER*, 2> ciphers{fetch_named_cipher(CipherName::aes256_gcm),
                                                          fetch_named_cipher(CipherName::sm4_ctr)};
    CipherContext context{EVP_CIPHER_CTX_new()};
    const EVP_CIPHER* cipher = ciphers[static_cast<std::size_t>(name)];
    // Once: naming the cipher again would throw the context's state away and allocate another.
    require(context && EVP_CipherInit_ex2(context.get(), cipher, nullptr, nullptr, 1, nullptr) == 1, "EVP_CipherInit");
    return context;
}

EVP_CIPHER_CTX* context_of_thread(CipherName name) {
    if (name == CipherName::aes256_gcm) {
        thread_local const CipherContext gcm = make_context(CipherName::aes256_gcm);
        return gcm.get();
    }
    thread_local const CipherContext ctr = make_context(CipherName::sm4_ctr);
    return ctr.get();
}

int checked_length(ByteView bytes) {
    require(bytes.size() <= INT_MAX, "a message over 2 GiB");
    return static_cast<int>(bytes.size());
}

}  // namespace

CipherStream::CipherStream(CipherName name, Direction direction, ByteView key, ByteView iv)
    : context_(context_of_thread(name)) {
    require(key.size() == facts_of(name).key_bytes && iv.size() == facts_of(name).iv_bytes, "key or IV length");
    require(EVP_CipherInit_ex2(context_, nullptr, key.data(), iv.data(), static_cast<int>(direction), nullptr) == 1,
            "EVP_CipherInit");
}

void CipherStream::authenticate(ByteView additional_data) {
    if (additional_data.empty()) return;
    int length = 0;
    require(EVP_CipherUpdate(context_, nullptr, &length, additional_data.data(), checked_length(additional_data)) == 1,
            "EVP_CipherUpdate");
}

std::uint8_t* CipherStream::update(std::uint8_t* to, ByteView bytes) {
    if (bytes.empty()) return to;
    int length = 0;
    require(EVP_CipherUpdate(context_, to, &length, bytes.data(), checked_length(bytes)) == 1, "EVP_CipherUpdate");
    return to + length;
}

void CipherStream::finish_with_tag(std::span<std::uint8_t, 16> tag) {
    std::uint8_t none[16];
    int length = 0;
    require(EVP_CipherFinal_ex(context_, none, &length) == 1 &&
                EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_GET_TAG, 16, tag.data()) == 1,
            "EVP_CipherFinal");
}

bool CipherStream::finish_and_check_tag(std::span<const std::uint8_t, 16> tag) {
    std::uint8_t expected[16];
    std::memcpy(expected, tag.data(), tag.size());
    require(EVP_CIPHER_CTX_ctrl(context_, EVP_CTRL_AEAD_SET_TAG, 16, expected) == 1, "EVP_CTRL_AEAD_SET_TAG");
    std::uint8_t none[16];
    int length = 0;
    if (EVP_CipherFinal_ex(context_, none, &length) == 1) return true;
    ERR_clear_error();
    return false;
}

}  // namespace tandem::crypto
