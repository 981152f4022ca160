#pragma once
// Random bytes. Salts and ids come from a pool of the thread, refilled by the OpenSSL DRBG; keys come from its private
// DRBG. A failing DRBG ends the process: nothing safe can follow.

#include "tandem/base/bytes.hpp"
#include "tandem/base/secret.hpp"

namespace tandem::crypto {

void random_bytes(MutableBytes to) noexcept;
// `size` bytes for a key, from the private DRBG.
[[nodiscard]] SecretBytes random_secret(std::size_t size);

template <class Id>
[[nodiscard]] Id random_id() noexcept {
    Id id;
    random_bytes(id.bytes);
    return id;
}

// A random UUID of version 4 (RFC 4122): the vendors' clients check the form.
template <class Id>
[[nodiscard]] Id random_uuid() noexcept {
    Id id = random_id<Id>();
    id.bytes[6] = static_cast<std::uint8_t>((id.bytes[6] & 0x0f) | 0x40);
    id.bytes[8] = static_cast<std::uint8_t>((id.bytes[8] & 0x3f) | 0x80);
    return id;
}

}  // namespace tandem::crypto
