#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"

#include "self_test_vectors.hpp"
#include "support/hex.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::from_hex;
using test::Succeeds;

constexpr Sm2Form kForms[] = {Sm2Form::asn1, Sm2Form::raw_c1c3c2};

// The encryption example on the recommended curve, GM/T 0003.5-2012.
constexpr std::string_view kX = "04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73";
constexpr std::string_view kY = "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0";
constexpr std::string_view kHash = "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766";
constexpr std::string_view kCiphertext = "21886ca989ca9c7d58087307ca93092d651efa";

Bytes joined(std::initializer_list<std::string_view> parts) {
    std::string text;
    for (const std::string_view part : parts) text += part;
    return from_hex(text);
}

Bytes example_raw() { return joined({"04", kX, kY, kHash, kCiphertext}); }
Bytes example_asn1() { return joined({"307c", "0220", kX, "022100", kY, "0420", kHash, "0413", kCiphertext}); }

class Sm2 : public testing::Test {
  protected:
    Result<PrivateKey> key_ = PrivateKey::from_der(base64_decode(self_test_vectors::kSm2Key).value());
    Result<PublicKey> public_key_ = key_->public_key();
};

TEST_F(Sm2, tells_the_raw_form_from_asn1_by_its_first_byte_and_length) {
    const auto said = [&](ByteView ciphertext) { return key_->sm2_decrypt(Sm2Form::asn1, ciphertext).error().detail; };
    Bytes raw(97 + 1, 0x01);
    raw[0] = 0x04;
    EXPECT_NE(said(raw).find("raw form of SM2 (04"), std::string::npos);
    EXPECT_EQ(said(ByteView{raw}.first(97)), "");
    EXPECT_NE(said(ByteView{raw}.subspan(1)).find("without its first byte"), std::string::npos);
    EXPECT_EQ(said(ByteView{raw}.subspan(1, 96)), "");
    raw[0] = 0x30;
    EXPECT_EQ(said(raw), "");
}

TEST_F(Sm2, opens_the_example_of_the_standard_in_both_forms) {
    for (const auto& [form, ciphertext] :
         {std::pair{Sm2Form::asn1, example_asn1()}, std::pair{Sm2Form::raw_c1c3c2, example_raw()}}) {
        const auto opened = key_->sm2_decrypt(form, ciphertext);
        ASSERT_THAT(opened, Succeeds());
        EXPECT_EQ(as_text(opened->expose_secret()), "encryption standard");
    }
}

TEST_F(Sm2, round_trips_in_both_forms) {
    for (const Sm2Form form : kForms) {
        for (const std::size_t size : {1U, 16U, 32U, 127U, 128U, 256U, 1024U}) {
            const Bytes plaintext(size, 0x2a);
            const auto sealed = public_key_->sm2_encrypt(form, plaintext);
            ASSERT_THAT(sealed, Succeeds());
            EXPECT_TRUE(form == Sm2Form::asn1 || sealed->size() == 97 + size);
            EXPECT_EQ(key_->sm2_decrypt(form, *sealed).value(), SecretBytes::copy_of(plaintext));
        }
    }
}

TEST_F(Sm2, refuses_an_empty_plaintext) {
    EXPECT_THAT(public_key_->sm2_encrypt(Sm2Form::asn1, {}), FailsWith(ErrorCode::encryption_failed));
}

TEST_F(Sm2, refuses_every_flipped_bit) {
    Bytes raw = example_raw();
    for (std::size_t bit = 0; bit < 8 * raw.size(); ++bit) {
        raw[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        EXPECT_THAT(key_->sm2_decrypt(Sm2Form::raw_c1c3c2, raw), FailsWith(ErrorCode::asymmetric_decryption_failed))
            << bit;
        raw[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
    }
}

TEST_F(Sm2, refuses_every_altered_byte_of_the_asn1_form) {
    Bytes asn1 = example_asn1();
    for (std::uint8_t& byte : asn1) {
        byte ^= 0x55;
        EXPECT_THAT(key_->sm2_decrypt(Sm2Form::asn1, asn1), FailsWith(ErrorCode::asymmetric_decryption_failed));
        byte ^= 0x55;
    }
}

TEST_F(Sm2, refuses_the_other_form_and_another_key) {
    EXPECT_FALSE(key_->sm2_decrypt(Sm2Form::asn1, example_raw()));
    EXPECT_FALSE(key_->sm2_decrypt(Sm2Form::raw_c1c3c2, example_asn1()));
    EXPECT_FALSE(PrivateKey::generate(AsymmetricAlgorithm::sm2)->sm2_decrypt(Sm2Form::asn1, example_asn1()));
}

TEST(Sm2Forms, are_the_same_ciphertext) {
    EXPECT_EQ(sm2_asn1_to_raw(example_asn1()).value(), example_raw());
    EXPECT_EQ(sm2_raw_to_asn1(example_raw()).value(), example_asn1());
}

TEST(Sm2Forms, fill_short_coordinates_with_zeros) {
    Bytes raw(97 + 1, 0x11);
    raw[0] = 0x04;
    for (std::size_t i = 1; i < 32; ++i) raw[i] = 0;   // x = 0x11
    for (std::size_t i = 33; i < 65; ++i) raw[i] = 0;  // y = 0
    const auto asn1 = sm2_raw_to_asn1(raw);
    ASSERT_THAT(asn1, Succeeds());
    EXPECT_EQ(Bytes(asn1->begin() + 2, asn1->begin() + 8), from_hex("020111020100"));
    EXPECT_EQ(sm2_asn1_to_raw(*asn1).value(), raw);
}

TEST(Sm2Forms, write_long_lengths_in_the_shortest_way) {
    for (const std::size_t size : {1U, 127U, 128U, 255U, 256U, 65'535U, 65'536U}) {
        Bytes raw(97 + size, 0x7f);
        raw[0] = 0x04;
        EXPECT_EQ(sm2_asn1_to_raw(sm2_raw_to_asn1(raw).value()).value(), raw) << size;
    }
}

TEST(Sm2Forms, refuse_a_raw_form_that_is_short_or_compressed) {
    EXPECT_THAT(sm2_raw_to_asn1({}), FailsWith(ErrorCode::ciphertext_malformed));
    Bytes raw = example_raw();
    EXPECT_THAT(sm2_raw_to_asn1(ByteView{raw}.first(97)), FailsWith(ErrorCode::ciphertext_malformed));
    EXPECT_THAT(sm2_raw_to_asn1(ByteView{raw}.first(98)), Succeeds());
    raw[0] = 0x02;
    EXPECT_THAT(sm2_raw_to_asn1(raw), FailsWith(ErrorCode::ciphertext_malformed));
}

TEST(Sm2Forms, refuse_what_is_not_der) {
    const Bytes malformed[] = {
        {},
        from_hex("30"),
        from_hex("3080"),
        joined({"307c", "0220", kX, "022100", kY, "0420", kHash, "0413", kCiphertext, "00"}),      // more behind
        joined({"30817c", "0220", kX, "022100", kY, "0420", kHash, "0413", kCiphertext}),          // long length
        joined({"307e", "0220", kX, "022100", kY, "0420", kHash, "0413", kCiphertext, "0500"}),    // more inside
        joined({"307b", "0220", kX, "0220", kY, "0420", kHash, "0413", kCiphertext}),              // negative y
        joined({"307d", "022100", kX, "022100", kY, "0420", kHash, "0413", kCiphertext}),          // needless zero
        joined({"305c", "0200", "022100", kY, "0420", kHash, "0413", kCiphertext}),                // empty integer
        joined({"307d", "0220", kX, "022201", "00", kY, "0420", kHash, "0413", kCiphertext}),      // over 2^256
        joined({"307b", "0220", kX, "022100", kY, "041f", kHash.substr(2), "0413", kCiphertext}),  // short hash
        joined({"3069", "0220", kX, "022100", kY, "0420", kHash, "0400"}),                         // no ciphertext
        joined({"3067", "0220", kX, "022100", kY, "0420", kHash}),                                 // nor its tag
        joined({"307c", "0220", kX, "022100", kY, "0413", kCiphertext, "0420", kHash}),            // C1C2C3
        from_hex("3084ffffffff"),
        from_hex("3083ffffff"),
    };
    for (const Bytes& asn1 : malformed) {
        EXPECT_THAT(sm2_asn1_to_raw(asn1), FailsWith(ErrorCode::ciphertext_malformed)) << hex_encode(asn1);
    }
}

}  // namespace
}  // namespace tandem::crypto
