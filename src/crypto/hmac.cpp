#include "hmac.hpp"

#include "tandem/base/secret.hpp"

#include <array>

namespace tandem::crypto {
namespace {

const EVP_MD* fetch_digest(const char* name) {
    const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
    require(algorithm != nullptr, name);
    return algorithm;
}

EVP_MD_CTX* context_of_thread() {
    thread_local const DigestContext context{EVP_MD_CTX_new()};
    require(context != nullptr, "EVP_MD_CTX_new");
    return context.get();
}

}  // namespace

const EVP_MD* sha1_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SHA1");
    return algorithm;
}

const EVP_MD* sm3_algorithm() {
    static const EVP_MD* const algorithm = fetch_digest("SM3");
    return algorithm;
}

Hmac::Hmac(const EVP_MD* algorithm, ByteView key) : algorithm_(algorithm), context_(context_of_thread()) {
    if (key.size() > kBlock) {
        require(EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1, "EVP_DigestInit");
        update(key);
        require(EVP_DigestFinal_ex(context_, key_, nullptr) == 1, "EVP_DigestFinal");
    } else if (!key.empty()) {
        std::memcpy(key_, key.data(), key.size());
    }
    begin_with_pad(0x36);
}

Hmac::~Hmac() { wipe(key_, sizeof key_); }

void Hmac::begin_with_pad(std::uint8_t pad) {
    std::uint8_t block[kBlock];
    const WipeOnExit wipe_block{block};
    for (std::size_t i = 0; i < kBlock; ++i) block[i] = static_cast<std::uint8_t>(key_[i] ^ pad);
    require(EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1, "EVP_DigestInit");
    update(block);
}

void Hmac::update(ByteView bytes) {
    require(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1, "EVP_DigestUpdate");
}

void Hmac::finish(std::uint8_t* to) {
    std::uint8_t inner[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context_, inner, &size) == 1, "EVP_DigestFinal");
    begin_with_pad(0x5c);
    update({inner, size});
    require(EVP_DigestFinal_ex(context_, to, nullptr) == 1, "EVP_DigestFinal");
}

}  // namespace tandem::crypto
