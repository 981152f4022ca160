#pragma once
// HMAC over a fetched EVP digest whose block is 64 bytes (SHA-1, SM3). EVP_MAC would keep a copy of the key in the
// locked secure heap and take that heap's lock for every message.

#include "tandem/base/bytes.hpp"

#include "openssl.hpp"

namespace tandem::crypto {

// Fetched once a process. Throws std::runtime_error when OpenSSL lacks it.
const EVP_MD* sha1_algorithm();
const EVP_MD* sm3_algorithm();

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
    static constexpr std::size_t kBlock = 64;

    void begin_with_pad(std::uint8_t pad);

    const EVP_MD* algorithm_;
    EVP_MD_CTX* context_;
    std::uint8_t key_[kBlock]{};
};

}  // namespace tandem::crypto
