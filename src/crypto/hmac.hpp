#pragma once
// HMAC over a fetched EVP digest. EVP_MAC would keep a copy of the key in the
// locked secure heap and take that heap's lock for every message.

#include "tandem/base/bytes.hpp"

#include "digest_algorithms.hpp"

namespace tandem::crypto {

// One at a time a thread: it borrows the thread's digest context.
class Hmac {
  public:
    Hmac(const EVP_MD* algorithm, ByteView key);
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;
    ~Hmac();

    void update(ByteView bytes);
    // Writes a digest's worth of bytes.
    void finish(std::uint8_t* to);

  private:
    static constexpr std::size_t kMaxBlock = 128;  // SHA-384 and SHA-512

    void begin_with_pad(std::uint8_t pad);

    const EVP_MD* algorithm_;
    EVP_MD_CTX* context_;
    std::size_t block_;
    std::uint8_t key_[kMaxBlock]{};
};

}  // namespace tandem::crypto
