#include "tandem/crypto/digest.hpp"

#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::from_hex;

std::string sha256_hex(std::string_view text) { return hex_encode(sha256(as_bytes(text))); }

// ---- SHA-256: FIPS 180-2 appendix B ----

TEST(Sha256, has_the_vectors_of_the_standard) {
    EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
              "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, does_not_depend_on_how_the_input_is_cut) {
    const std::string text(200, 'x');
    const Sha256Digest whole = sha256(as_bytes(text));
    for (std::size_t cut = 0; cut <= text.size(); ++cut) {
        const ByteView first = as_bytes(text).first(cut);
        const ByteView rest = as_bytes(text).subspan(cut);
        EXPECT_EQ(sha256({first, rest}), whole);
    }
}

TEST(Sha256, a_copy_goes_on_from_the_same_state) {
    Sha256 digest;
    digest.update("a");
    Sha256 copy = digest;
    EXPECT_EQ(copy.update("bc").finish(), sha256(as_bytes("abc")));
    EXPECT_EQ(digest.update("x").finish(), sha256(as_bytes("ax")));
}

// ---- SM3: GB/T 32905-2016 appendix A ----

TEST(Sm3, has_the_vectors_of_the_standard) {
    EXPECT_EQ(hex_encode(sm3(as_bytes("abc"))), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    EXPECT_EQ(hex_encode(sm3(as_bytes("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"))),
              "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

// ---- HMAC-SHA-256: RFC 4231 ----

struct MacVector {
    Bytes key;
    Bytes message;
    const char* mac;
};

Bytes bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

const MacVector kMacVectors[] = {
    {Bytes(20, 0x0b), bytes_of("Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {bytes_of("Jefe"), bytes_of("what do ya want for nothing?"),
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {Bytes(20, 0xaa), Bytes(50, 0xdd), "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819"), Bytes(50, 0xcd),
     "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {Bytes(131, 0xaa), bytes_of("Test Using Larger Than Block-Size Key - Hash Key First"),
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {Bytes(131, 0xaa),
     bytes_of(
         "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be "
         "hashed before being used by the HMAC algorithm."),
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(HmacSha256, has_the_vectors_of_rfc_4231) {
    for (const MacVector& vector : kMacVectors) {
        EXPECT_EQ(hex_encode(HmacSha256Key{vector.key}.sign(vector.message)), vector.mac);
    }
}

TEST(HmacSha256, takes_pieces_as_one) {
    const HmacSha256Key key{as_bytes("key")};
    EXPECT_EQ(key.sign({as_bytes("ab"), {}, as_bytes("c")}), key.sign(as_bytes("abc")));
}

TEST(HmacSha256, a_key_made_by_default_is_the_empty_key) {
    EXPECT_EQ(hex_encode(HmacSha256Key{}.sign(ByteView{})),
              "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    EXPECT_EQ(HmacSha256Key{}.sign(as_bytes("x")), HmacSha256Key{ByteView{}}.sign(as_bytes("x")));
}

TEST(HmacSha256, a_key_of_exactly_one_block_is_not_hashed) {
    const Bytes block(64, 1);
    const Bytes longer(65, 1);
    EXPECT_NE(HmacSha256Key{block}.sign(ByteView{}), HmacSha256Key{sha256(block)}.sign(ByteView{}));
    EXPECT_EQ(HmacSha256Key{longer}.sign(ByteView{}), HmacSha256Key{sha256(longer)}.sign(ByteView{}));
}

// ---- HMAC through EVP ----

// RFC 2202 section 3, cases 1, 2 and 6.
TEST(HmacSha1, has_the_vectors_of_rfc_2202) {
    EXPECT_EQ(hex_encode(hmac_sha1(Bytes(20, 0x0b), as_bytes("Hi There"))), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(hex_encode(hmac_sha1(as_bytes("Jefe"), as_bytes("what do ya want for nothing?"))),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(
        hex_encode(hmac_sha1(Bytes(80, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
        "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

// The answer is of an implementation written from GB/T 32905 alone.
TEST(HmacSm3, has_a_known_answer) {
    EXPECT_EQ(hex_encode(hmac_sm3(as_bytes("Jefe"), {as_bytes("what do ya want "), as_bytes("for nothing?")})),
              "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

TEST(HmacSm3, hashes_a_key_that_is_longer_than_a_block) {
    const Bytes longer(65, 1);
    EXPECT_EQ(hmac_sm3(longer, {as_bytes("x")}), hmac_sm3(sm3(longer), {as_bytes("x")}));
}

// ---- HKDF ----

struct HkdfVector {
    Bytes material;
    Bytes salt;
    Bytes info;
    const char* prk;
    const char* expanded;
};

Bytes counting(std::uint8_t from, std::size_t count) {
    Bytes bytes(count);
    for (std::uint8_t& byte : bytes) byte = from++;
    return bytes;
}

// RFC 5869 appendix A.1 to A.3.
const HkdfVector kHkdfVectors[] = {
    {Bytes(22, 0x0b), counting(0x00, 13), counting(0xf0, 10),
     "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5",
     "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"},
    {counting(0x00, 80), counting(0x60, 80), counting(0xb0, 80),
     "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244",
     "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b83"
     "6"
     "7793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87"},
    {Bytes(22, 0x0b),
     {},
     {},
     "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04",
     "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"},
};

TEST(HkdfSha256, has_the_vectors_of_rfc_5869) {
    for (const HkdfVector& vector : kHkdfVectors) {
        const Sha256Digest prk = hkdf_extract_sha256(vector.salt, vector.material);
        EXPECT_EQ(hex_encode(prk), vector.prk);
        Bytes expanded(std::string_view{vector.expanded}.size() / 2);
        hkdf_expand_sha256(HmacSha256Key{prk}, {vector.info}, expanded);
        EXPECT_EQ(hex_encode(expanded), vector.expanded);
    }
}

// The inputs of RFC 5869 appendix A.1; the answer is of an implementation written from GB/T 32905 alone.
TEST(HkdfSm3, has_a_known_answer) {
    const Sm3Digest prk = hkdf_extract_sm3(counting(0x00, 13), Bytes(22, 0x0b));
    EXPECT_EQ(hex_encode(prk), "e0d6f7b0bd056327b7659f1f39ad850561fbcf4fb10fb58e88eafa55cf7cd01e");
    std::array<std::uint8_t, 42> expanded;
    const Bytes info = counting(0xf0, 10);
    hkdf_expand_sm3(prk, {info}, expanded);
    EXPECT_EQ(hex_encode(expanded),
              "c69fe91b7aaee2dd5718d72dcaee0cce93f1b8e41f792da51261b6a517e68b36ed2c595572b01dfa359b");
}

TEST(Hkdf, takes_pieces_of_info_as_one) {
    const Bytes prk(32, 7);
    std::array<std::uint8_t, 60> whole;
    std::array<std::uint8_t, 60> cut;
    hkdf_expand_sha256(HmacSha256Key{prk}, {as_bytes("information")}, whole);
    hkdf_expand_sha256(HmacSha256Key{prk}, {as_bytes("infor"), as_bytes("mation")}, cut);
    EXPECT_EQ(whole, cut);
    hkdf_expand_sm3(prk, {as_bytes("information")}, whole);
    hkdf_expand_sm3(prk, {as_bytes("infor"), as_bytes("mation")}, cut);
    EXPECT_EQ(whole, cut);
}

}  // namespace
}  // namespace tandem::crypto
