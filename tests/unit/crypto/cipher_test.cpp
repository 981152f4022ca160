#include "cipher.hpp"

#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::from_hex;

struct GcmVector {
    const char* key;
    const char* iv;
    const char* aad;
    const char* plaintext;
    const char* ciphertext;
    const char* tag;
};

// Test cases 13 to 16 of McGrew and Viega, "The Galois/Counter Mode of Operation" (NIST proposed modes).
const GcmVector kGcmVectors[] = {
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "", "", "",
     "530f8afbc74536b9a963b4f1c4cb738b"},
    {"0000000000000000000000000000000000000000000000000000000000000000", "000000000000000000000000", "",
     "00000000000000000000000000000000", "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a"
     "637b391aafd255",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0ab"
     "c"
     "c9f662898015ad",
     "b094dac5d93471bdec1a502270e3cc6c"},
    {"feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657b"
     "a"
     "637b39",
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0ab"
     "c"
     "c9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"},
};

TEST(Aes256Gcm, has_the_vectors_of_its_authors) {
    for (const GcmVector& vector : kGcmVectors) {
        const Bytes plaintext = from_hex(vector.plaintext);
        Bytes ciphertext(plaintext.size());
        std::array<std::uint8_t, 16> tag;
        CipherStream cipher{CipherName::aes256_gcm, Direction::encrypt, from_hex(vector.key), from_hex(vector.iv)};
        cipher.authenticate(from_hex(vector.aad));
        // Two parts that are not whole blocks, as padding makes them.
        const std::size_t cut = plaintext.size() / 3;
        std::uint8_t* const middle = cipher.update(ciphertext.data(), ByteView{plaintext}.first(cut));
        cipher.update(middle, ByteView{plaintext}.subspan(cut));
        cipher.finish_with_tag(tag);
        EXPECT_EQ(hex_encode(ciphertext), vector.ciphertext);
        EXPECT_EQ(hex_encode(tag), vector.tag);
    }
}

TEST(Aes256Gcm, opens_what_it_sealed_and_refuses_another_tag) {
    const GcmVector& vector = kGcmVectors[3];
    const Bytes ciphertext = from_hex(vector.ciphertext);
    const Bytes tag = from_hex(vector.tag);
    for (int flipped = -1; flipped < 128; ++flipped) {
        std::array<std::uint8_t, 16> claimed;
        std::copy(tag.begin(), tag.end(), claimed.begin());
        if (flipped >= 0) claimed[static_cast<std::size_t>(flipped) / 8] ^= static_cast<std::uint8_t>(1 << flipped % 8);
        Bytes opened(ciphertext.size());
        CipherStream cipher{CipherName::aes256_gcm, Direction::decrypt, from_hex(vector.key), from_hex(vector.iv)};
        cipher.authenticate(from_hex(vector.aad));
        cipher.update(opened.data(), ciphertext);
        EXPECT_EQ(cipher.finish_and_check_tag(claimed), flipped < 0);
        EXPECT_EQ(hex_encode(opened), vector.plaintext);
    }
}

// GB/T 32907-2016 appendix A.1: counter mode of zeros shows the block's encryption.
TEST(Sm4Ctr, has_the_block_of_the_standard) {
    const Bytes block = from_hex("0123456789abcdeffedcba9876543210");
    Bytes out(16);
    CipherStream{CipherName::sm4_ctr, Direction::encrypt, block, block}.update(out.data(), Bytes(16));
    EXPECT_EQ(hex_encode(out), "681edf34d206965e86b3e94f536e4246");
}

// GB/T 32907-2016 appendix A.2: a million encryptions of one block.
TEST(Sm4Ctr, has_the_millionth_block_of_the_standard) {
    const Bytes key = from_hex("0123456789abcdeffedcba9876543210");
    const Bytes zeros(16);
    Bytes block = key;
    for (int i = 0; i < 1'000'000; ++i) {
        Bytes next(16);
        CipherStream{CipherName::sm4_ctr, Direction::encrypt, key, block}.update(next.data(), zeros);
        block.swap(next);
    }
    EXPECT_EQ(hex_encode(block), "595298c7c6fd271f0402f804c33d3f66");
}

TEST(Sm4Ctr, counts_in_128_bits) {
    const Bytes key(16, 3);
    Bytes two(32);
    Bytes second(16);
    CipherStream{CipherName::sm4_ctr, Direction::encrypt, key, Bytes(16, 0xff)}.update(two.data(), Bytes(32));
    CipherStream{CipherName::sm4_ctr, Direction::encrypt, key, Bytes(16, 0x00)}.update(second.data(), Bytes(16));
    EXPECT_EQ(Bytes(two.begin() + 16, two.end()), second);
}

TEST(CipherStream, refuses_a_key_of_another_length) {
    EXPECT_THROW((CipherStream{CipherName::aes256_gcm, Direction::encrypt, Bytes(16), Bytes(12)}), std::runtime_error);
    EXPECT_THROW((CipherStream{CipherName::sm4_ctr, Direction::encrypt, Bytes(16), Bytes(12)}), std::runtime_error);
}

}  // namespace
}  // namespace tandem::crypto
