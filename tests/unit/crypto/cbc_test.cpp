#include "tandem/crypto/cbc.hpp"

#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::from_hex;

std::array<std::uint8_t, kCbcIvBytes> counting_iv() {
    std::array<std::uint8_t, kCbcIvBytes> iv;
    for (std::size_t i = 0; i < iv.size(); ++i) iv[i] = static_cast<std::uint8_t>(i);
    return iv;
}
// Without the last block, which is all padding when the plaintext is of whole blocks.
std::string whole_blocks(CbcCipher cipher, std::string_view key, std::string_view plaintext) {
    const Bytes ciphertext = cbc_encrypt(cipher, from_hex(key), counting_iv(), from_hex(plaintext));
    return hex_encode(ByteView{ciphertext}.first(ciphertext.size() - 16));
}

// SP 800-38A section F.2.5.
TEST(Cbc, of_aes_has_the_vector_of_the_standard) {
    EXPECT_EQ(whole_blocks(CbcCipher::aes256, "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                           "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"),
              "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
}

// draft-ribose-cfrg-sm4-10 section A.2.2, example 1.
TEST(Cbc, of_sm4_has_the_vector_of_the_draft) {
    EXPECT_EQ(whole_blocks(CbcCipher::sm4, "0123456789abcdeffedcba9876543210",
                           "aaaaaaaabbbbbbbbccccccccddddddddeeeeeeeeffffffffaaaaaaaabbbbbbbb"),
              "78ebb11cc40b0a48312aaeb2040244cb4cb7016951909226979b0d15dc6a8f6d");
}

TEST(Cbc, pads_to_the_next_block) {
    for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 4095u, 4096u})
        EXPECT_EQ(cbc_encrypt(CbcCipher::aes256, Bytes(32), counting_iv(), Bytes(size)).size(), 16 * (size / 16 + 1));
}

// The answers are those of the openssl command line.
TEST(Cbc, pads_by_pkcs7) {
    const Bytes text{'h', 'e', 'l', 'l', 'o'};
    EXPECT_EQ(hex_encode(cbc_encrypt(CbcCipher::aes256, Bytes(32, 1), counting_iv(), text)),
              "5aca90823b9dbbb659ae254effff9523");
    EXPECT_EQ(hex_encode(cbc_encrypt(CbcCipher::sm4, Bytes(16, 1), counting_iv(), text)),
              "35c4fe89826d881bd011fd6b2ba08f21");
}

}  // namespace
}  // namespace tandem::crypto
