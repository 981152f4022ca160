#pragma once
// A stream of one message through a fetched cipher, with the thread's context of that cipher: nothing is allocated and
// nothing is fetched after the thread's first message.

#include "tandem/base/bytes.hpp"

#include "openssl.hpp"

namespace tandem::crypto {

enum class CipherName : std::uint8_t { aes256_gcm, sm4_ctr };
enum class Direction : int { decrypt = 0, encrypt = 1 };

// One at a time a thread and cipher. Throws std::runtime_error when OpenSSL itself fails.
class CipherStream {
  public:
    CipherStream(CipherName name, Direction direction, ByteView key, ByteView iv);

    void authenticate(ByteView additional_data);
    // Writes bytes.size() bytes at `to`; returns the end.
    std::uint8_t* update(std::uint8_t* to, ByteView bytes);

    // AES-256-GCM alone, after the last update.
    void finish_with_tag(std::span<std::uint8_t, 16> tag);
    [[nodiscard]] bool finish_and_check_tag(std::span<const std::uint8_t, 16> tag);

  private:
    EVP_CIPHER_CTX* context_;
};

}  // namespace tandem::crypto
