#include "tandem/crypto/mac.hpp"

#include "tandem/crypto/digest.hpp"

#include "support/hex.hpp"

#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::from_hex;
using enum MacAlgorithm;

struct KeyedMacVector {
    MacAlgorithm algorithm;
    Bytes key;
    std::string_view message;
    const char* mac;
};
constexpr std::string_view kJefes = "what do ya want for nothing?";
constexpr std::string_view kLonger = "Test Using Larger Than Block-Size Key - Hash Key First";

Bytes mac_bytes_of(std::string_view text) { return {text.begin(), text.end()}; }

// RFC 4231 test cases 2 and 6; for SM3 the answer of an implementation written from GB/T 32905 alone.
const KeyedMacVector kKeyedMacVectors[] = {
    {hmac_sha256, mac_bytes_of("Jefe"), kJefes, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {hmac_sha384, mac_bytes_of("Jefe"), kJefes,
     "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"},
    {hmac_sha512, mac_bytes_of("Jefe"), kJefes,
     "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b"
     "636e070a38bce737"},
    {hmac_sm3, mac_bytes_of("Jefe"), kJefes, "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882"},
    {hmac_sha256, Bytes(131, 0xaa), kLonger, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {hmac_sha384, Bytes(131, 0xaa), kLonger,
     "4ece084485813e9088d2c63a041bc5b44f9ef1012a2b588f3cd11f05033ac4c60c2ef6ab4030fe8296248df163f44952"},
    {hmac_sha512, Bytes(131, 0xaa), kLonger,
     "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f3526b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec"
     "8b915a985d786598"},
};

TEST(Mac, has_the_vectors_of_rfc_4231) {
    for (const KeyedMacVector& vector : kKeyedMacVectors)
        EXPECT_EQ(hex_encode(compute_mac(vector.algorithm, vector.key, as_bytes(vector.message)).view()), vector.mac);
}

TEST(Mac, is_right_for_its_key_and_message_alone) {
    for (const KeyedMacVector& vector : kKeyedMacVectors) {
        const Bytes mac = from_hex(vector.mac);
        EXPECT_TRUE(check_mac(vector.algorithm, vector.key, as_bytes(vector.message), mac));
        EXPECT_FALSE(check_mac(vector.algorithm, vector.key, as_bytes("other"), mac));
        EXPECT_FALSE(check_mac(vector.algorithm, as_bytes("other"), as_bytes(vector.message), mac));
    }
}

TEST(Mac, that_was_changed_cut_or_made_longer_is_wrong) {
    for (const KeyedMacVector& vector : kKeyedMacVectors) {
        const auto is_right = [&](ByteView mac) {
            return check_mac(vector.algorithm, vector.key, as_bytes(vector.message), mac);
        };
        Bytes mac = from_hex(vector.mac);
        EXPECT_FALSE(is_right(ByteView{mac}.first(mac.size() - 1)));
        EXPECT_FALSE(is_right({}));
        mac.back() ^= 1;
        EXPECT_FALSE(is_right(mac));
        mac.back() ^= 1;
        mac.push_back(0);
        EXPECT_FALSE(is_right(mac));
    }
}

// The answers are Python's.
TEST(Mac, hashes_a_key_only_when_it_is_longer_than_a_block) {
    EXPECT_EQ(hex_encode(compute_mac(hmac_sha512, Bytes(128, 1), {}).view()),
              "5eb68d232fba442a9832bb9d3ef2c7a8c94f66402fe562e85580c985033f6b96defc29cdbc5b7fa3902e1983742558e94aba47de"
              "e1c5be24c59452c5ff49d9e8");
    EXPECT_EQ(hex_encode(compute_mac(hmac_sha512, Bytes(129, 1), {}).view()),
              "2941d5266949c963b5bb21190313ce9287c2f9d636d4a76cacf460ec8505c89e3cdc19b5d9ec22f64396fc8f61d2773280904988"
              "95df98e97af61ae615bbf246");
}

}  // namespace
}  // namespace tandem::crypto
