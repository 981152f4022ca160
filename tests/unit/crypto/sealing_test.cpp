#include "tandem/crypto/sealing.hpp"

#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace tandem::crypto {
namespace {

constexpr std::string_view kLabel = "tandem/v1/message";

// One sealed message, whose parts a test may alter before it opens it.
struct Message {
    Message(Suite suite, Padding wanted, const Bytes& plaintext)
        : padding(wanted), ciphertext(sealed_length(plaintext.size(), wanted)) {
        key(suite).seal(as_bytes(info), salt, {as_bytes(aad), as_bytes(context)}, plaintext, padding, ciphertext,
                        proof);
    }
    [[nodiscard]] static SealingKey key(Suite suite, std::uint8_t first = 0, std::string_view label = kLabel) {
        Bytes material(suite == Suite::aes256_gcm ? 32 : 16, 0x11);
        material[0] = first;
        return SealingKey{suite, label, material};
    }
    [[nodiscard]] std::optional<Bytes> open_with(const SealingKey& opener) const {
        Bytes to(ciphertext.size(), 0xcc);
        const auto size =
            opener.open(as_bytes(info), salt, {as_bytes(aad), as_bytes(context)}, ciphertext, proof, padding, to);
        if (!size) {
            EXPECT_EQ(to, Bytes(ciphertext.size())) << "a refused message leaves bytes behind";
            return std::nullopt;
        }
        to.resize(*size);
        return to;
    }

    Padding padding;
    std::string info = "info";
    std::string aad = "header";
    std::string context = "context";
    Bytes salt = Bytes(kSaltBytes, 0x77);
    Bytes ciphertext;
    std::array<std::uint8_t, kProofBytes> proof;
};

Bytes plaintext_of(std::size_t size) {
    Bytes plaintext(size);
    for (std::size_t i = 0; i < size; ++i) plaintext[i] = static_cast<std::uint8_t>(i * 31 + 7);
    return plaintext;
}

class Sealing : public testing::TestWithParam<Suite> {
  protected:
    // Checks that each single flipped bit of `part` is refused, and that the message opens once it is flipped back.
    template <class Part>
    void expect_every_bit_counts(Message& message, Part& part) {
        for (std::size_t bit = 0; bit < 8 * part.size(); ++bit) {
            part[bit / 8] = static_cast<std::uint8_t>(part[bit / 8] ^ 1 << bit % 8);
            EXPECT_FALSE(message.open_with(key_)) << "bit " << bit;
            part[bit / 8] = static_cast<std::uint8_t>(part[bit / 8] ^ 1 << bit % 8);
        }
        EXPECT_TRUE(message.open_with(key_));
    }

    SealingKey key_{Message::key(GetParam())};
};

INSTANTIATE_TEST_SUITE_P(Suites, Sealing, testing::Values(Suite::aes256_gcm, Suite::sm4_ctr_hmac_sm3),
                         [](const auto& suite) { return suite.param == Suite::aes256_gcm ? "Aes" : "Sm4"; });

TEST_P(Sealing, round_trips_at_every_edge_of_the_block) {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 4095U, 4096U}) {
        for (const Padding padding : {Padding::none, Padding::pkcs7}) {
            const Message message{GetParam(), padding, plaintext_of(size)};
            EXPECT_EQ(message.open_with(key_), plaintext_of(size)) << size;
        }
    }
}

TEST_P(Sealing, pads_to_the_next_whole_block) {
    for (const auto& [size, padded] : {std::pair{0U, 16U}, {15U, 16U}, {16U, 32U}, {17U, 32U}, {4096U, 4112U}}) {
        EXPECT_EQ(sealed_length(size, Padding::pkcs7), padded);
        EXPECT_EQ(sealed_length(size, Padding::none), size);
    }
}

TEST_P(Sealing, refuses_every_flipped_bit) {
    Message message{GetParam(), Padding::pkcs7, plaintext_of(17)};
    expect_every_bit_counts(message, message.proof);
    expect_every_bit_counts(message, message.salt);
    expect_every_bit_counts(message, message.ciphertext);
    expect_every_bit_counts(message, message.info);
    expect_every_bit_counts(message, message.aad);
    expect_every_bit_counts(message, message.context);
}

TEST_P(Sealing, refuses_a_ciphertext_cut_or_grown) {
    for (const std::size_t size : {0U, 1U, 16U, 31U, 33U, 48U}) {
        Message message{GetParam(), Padding::pkcs7, plaintext_of(17)};
        message.ciphertext.resize(size);
        EXPECT_FALSE(message.open_with(key_)) << size;
    }
}

TEST_P(Sealing, refuses_another_key_and_another_label) {
    const Message message{GetParam(), Padding::pkcs7, plaintext_of(17)};
    EXPECT_FALSE(message.open_with(Message::key(GetParam(), 1)));
    EXPECT_FALSE(message.open_with(Message::key(GetParam(), 0, "tandem/v1/record")));
}

TEST_P(Sealing, refuses_wrong_padding_under_a_right_tag) {
    // Sealed without padding, opened as padded: authentic, but the last bytes are no padding.
    for (const Bytes& unpadded : {Bytes(16, 0x00), Bytes(16, 0x11), Bytes(16, 0xff), Bytes(32, 0x20)}) {
        Message message{GetParam(), Padding::none, unpadded};
        message.padding = Padding::pkcs7;
        EXPECT_FALSE(message.open_with(key_));
    }
    Bytes almost(16, 0x04);
    almost[12] = 0x05;
    Message message{GetParam(), Padding::none, almost};
    message.padding = Padding::pkcs7;
    EXPECT_FALSE(message.open_with(key_));
}

TEST_P(Sealing, refuses_a_padded_message_that_is_not_whole_blocks) {
    for (const std::size_t size : {0U, 1U, 15U, 17U}) {
        Message message{GetParam(), Padding::none, Bytes(size, 0x01)};
        message.padding = Padding::pkcs7;
        EXPECT_FALSE(message.open_with(key_)) << size;
    }
}

TEST_P(Sealing, opens_a_whole_block_of_padding_as_nothing) {
    Message message{GetParam(), Padding::none, Bytes(16, 0x10)};
    message.padding = Padding::pkcs7;
    EXPECT_EQ(message.open_with(key_), Bytes{});
}

TEST_P(Sealing, one_salt_gives_one_message_and_another_salt_another) {
    Message message{GetParam(), Padding::pkcs7, plaintext_of(40)};
    const Bytes first = message.ciphertext;
    const auto seal = [&] {
        key_.seal(as_bytes(message.info), message.salt, {}, plaintext_of(40), Padding::pkcs7, message.ciphertext,
                  message.proof);
    };
    seal();
    EXPECT_EQ(message.ciphertext, first);
    message.salt[15] ^= 1;
    seal();
    EXPECT_NE(message.ciphertext, first);
}

TEST_P(Sealing, sizes_that_do_not_fit_are_a_bug_of_the_caller) {
    Message message{GetParam(), Padding::pkcs7, plaintext_of(17)};
    message.ciphertext.resize(31);
    EXPECT_THROW(key_.seal({}, message.salt, {}, plaintext_of(17), Padding::pkcs7, message.ciphertext, message.proof),
                 std::logic_error);
    message.salt.resize(15);
    EXPECT_THROW(static_cast<void>(message.open_with(key_)), std::logic_error);
}

TEST(SealingSuites, do_not_open_each_other) {
    const Message aes{Suite::aes256_gcm, Padding::pkcs7, plaintext_of(17)};
    const Message sm4{Suite::sm4_ctr_hmac_sm3, Padding::pkcs7, plaintext_of(17)};
    EXPECT_FALSE(aes.open_with(Message::key(Suite::sm4_ctr_hmac_sm3)));
    EXPECT_FALSE(sm4.open_with(Message::key(Suite::aes256_gcm)));
}

TEST(DeriveSubkey, is_hkdf_of_label_and_purpose) {
    const Bytes material(32, 9);
    Sha256Digest expected;
    hkdf_expand_sha256(HmacSha256Key{hkdf_extract_sha256(as_bytes("label"), material)}, {as_bytes("purpose")},
                       expected);
    EXPECT_EQ(derive_subkey("label", material, "purpose"), expected);
    EXPECT_NE(derive_subkey("label", material, "purpose2"), expected);
    EXPECT_NE(derive_subkey("label2", material, "purpose"), expected);
}

}  // namespace
}  // namespace tandem::crypto
