#include "hmac.hpp"

#include "tandem/base/secret.hpp"

namespace tandem::crypto {
namespace {

EVP_MD_CTX* digest_context_of_thread() {
    thread_local const DigestContext context{EVP_MD_CTX_new()};
    require(context != nullptr, "EVP_MD_CTX_new");
    return context.get();
}

}  // namespace

Hmac::Hmac(const EVP_MD* algorithm, ByteView key)
    : algorithm_(algorithm),
      context_(digest_context_of_thread()),
      block_(static_cast<std::size_t>(EVP_MD_get_block_size(algorithm))) {
    require(block_ <= kMaxBlock, "an HMAC over a digest with a longer block");
    if (key.size() > block_) {
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
    std::uint8_t block[kMaxBlock];
    const WipeOnExit wipe_block{block};
    for (std::size_t i = 0; i < block_; ++i) block[i] = static_cast<std::uint8_t>(key_[i] ^ pad);
    require(EVP_DigestInit_ex2(context_, algorithm_, nullptr) == 1, "EVP_DigestInit");
    update({block, block_});
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
