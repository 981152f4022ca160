#include "tandem/crypto/key_wrap.hpp"

#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::from_hex;

struct WrapVector {
    const char* key;
    const char* wrapped;
    const char* plain;
};
// NIST's CAVS vectors of KWP-AE, and RFC 5649 section 6's first plaintext under other keys, by a program written from
// the RFC alone that has that section's own answers.
const WrapVector kWrapVectors[] = {
    {"6decf10a1caf8e3b80c7a4be8c9c84e8", "01a7d657fc4a5b216f261cca4d052c2b", "49"},
    {"2800f18237cf8d2ba1dfe361784fd7519b0fdb0ec73e2ab1c0b966b9173fc5b5", "c1eccf2d077a385e67aaeb35552c893c", "ad"},
    {"000102030405060708090a0b0c0d0e0f", "e1f7176ecbd75d42e82b24f989a2816c209c6ef2d1aa94d2a3e60284900d03a2",
     "c37b7e6492584340bed12207808941155068f738"},
    {"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
     "29b7fa191c2165684374eee9f74595e2a42bace75c425b3053efa26ffe1bb32f", "c37b7e6492584340bed12207808941155068f738"},
};

// The same under SM4, by a program written from the RFC alone that gives the answers above with AES.
const WrapVector kSm4Vectors[] = {
    {"000102030405060708090a0b0c0d0e0f", "98884e70b507087cdabd4070eb587766", "49"},
    {"000102030405060708090a0b0c0d0e0f", "acd25d0362933afeb91634fe2ad2ed1ac170ebb31d1b2585c68112851eb72eab",
     "c37b7e6492584340bed12207808941155068f738"},
};

std::string unwrapped(ByteView key, ByteView wrapped, WrappingCipher cipher = WrappingCipher::aes) {
    const auto plain = unwrap_key(cipher, key, wrapped);
    return plain ? hex_encode(plain->expose_secret()) : "refused";
}

TEST(KeyWrap, has_known_answers) {
    for (const WrapVector& vector : kWrapVectors)
        EXPECT_EQ(unwrapped(from_hex(vector.key), from_hex(vector.wrapped)), vector.plain);
}

TEST(KeyWrap, has_known_answers_under_sm4) {
    for (const WrapVector& vector : kSm4Vectors)
        EXPECT_EQ(unwrapped(from_hex(vector.key), from_hex(vector.wrapped), WrappingCipher::sm4), vector.plain);
}

TEST(KeyWrap, tells_the_ciphers_apart) {
    const WrapVector& sm4 = kSm4Vectors[0];
    EXPECT_EQ(unwrapped(from_hex(sm4.key), from_hex(sm4.wrapped)), "refused");
    const WrapVector& aes = kWrapVectors[0];
    EXPECT_EQ(unwrapped(from_hex(aes.key), from_hex(aes.wrapped), WrappingCipher::sm4), "refused");
}

TEST(KeyWrap, refuses_what_was_changed_anywhere_under_sm4) {
    for (const WrapVector& vector : kSm4Vectors) {
        const Bytes wrapped = from_hex(vector.wrapped);
        for (std::size_t at = 0; at < wrapped.size(); ++at) {
            Bytes changed = wrapped;
            changed[at] ^= 1;
            EXPECT_EQ(unwrapped(from_hex(vector.key), changed, WrappingCipher::sm4), "refused") << at;
        }
    }
}

TEST(KeyWrap, takes_sm4_keys_of_16_bytes_alone) {
    const Bytes wrapped = from_hex(kSm4Vectors[0].wrapped);
    for (const std::size_t size : {0u, 15u, 17u, 24u, 32u})
        EXPECT_EQ(unwrapped(Bytes(size), wrapped, WrappingCipher::sm4), "refused") << size;
}

TEST(KeyWrap, refuses_what_was_changed_anywhere) {
    for (const WrapVector& vector : kWrapVectors) {
        const Bytes wrapped = from_hex(vector.wrapped);
        for (std::size_t at = 0; at < wrapped.size(); ++at) {
            Bytes changed = wrapped;
            changed[at] ^= 1;
            EXPECT_EQ(unwrapped(from_hex(vector.key), changed), "refused") << at;
        }
    }
}

TEST(KeyWrap, refuses_lengths_that_nothing_wraps_to) {
    const Bytes key = from_hex(kWrapVectors[0].key);
    for (const std::size_t size : {0u, 1u, 8u, 15u, 17u, 23u, 65544u})
        EXPECT_EQ(unwrapped(key, Bytes(size)), "refused") << size;
}

TEST(KeyWrap, takes_keys_of_16_and_32_bytes) {
    const Bytes wrapped = from_hex(kWrapVectors[0].wrapped);
    for (const std::size_t size : {0u, 15u, 16u, 17u, 24u, 31u, 32u, 33u}) {
        EXPECT_EQ(is_wrapping_key_length(size), size == 16 || size == 32);
        EXPECT_EQ(unwrapped(Bytes(size), wrapped), "refused");
    }
}

}  // namespace
}  // namespace tandem::crypto
