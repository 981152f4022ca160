#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"

#include "asymmetric_vectors.hpp"
#include "openssl.hpp"
#include "self_test_vectors.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

namespace tandem::crypto {
namespace {

using test::FailsWith;
using test::Succeeds;

constexpr std::size_t kModulusBytes = 256;
constexpr RsaPadding kPaddings[] = {RsaPadding::pkcs1_v1_5, RsaPadding::oaep_sha1, RsaPadding::oaep_sha256};

class Rsa : public testing::Test {
  protected:
    static Bytes base64(std::string_view text) { return base64_decode(text).value(); }

    // RSA of a block as it stands, so that a test can write the padding itself.
    [[nodiscard]] Bytes encrypt_block(const Bytes& block) const {
        const Bytes der = public_key_->to_der();
        const std::uint8_t* at = der.data();
        const PkeyPointer key{d2i_PUBKEY(nullptr, &at, static_cast<long>(der.size()))};
        const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr)};
        Bytes ciphertext(kModulusBytes);
        std::size_t size = ciphertext.size();
        EXPECT_EQ(EVP_PKEY_encrypt_init(context.get()), 1);
        EXPECT_EQ(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING), 1);
        EXPECT_EQ(EVP_PKEY_encrypt(context.get(), ciphertext.data(), &size, block.data(), block.size()), 1);
        return ciphertext;
    }
    // 00 02, non-zero bytes, 00 at `separator`, then bytes of 5.
    static Bytes pkcs1_block(std::size_t separator) {
        Bytes block(kModulusBytes, 0x05);
        block[0] = 0x00;
        block[1] = 0x02;
        block[separator] = 0x00;
        return block;
    }

    Result<PrivateKey> private_key_ = PrivateKey::from_der(base64(self_test_vectors::kRsaKey));
    Result<PublicKey> public_key_ = private_key_->public_key();
};

TEST_F(Rsa, opens_what_the_openssl_command_line_sealed) {
    using namespace asymmetric_vectors;
    const std::pair<RsaPadding, const char*> vectors[] = {{RsaPadding::pkcs1_v1_5, kPkcs1Ciphertext},
                                                          {RsaPadding::oaep_sha1, kOaepSha1Ciphertext},
                                                          {RsaPadding::oaep_sha256, self_test_vectors::kRsaCiphertext}};
    for (const auto& [padding, ciphertext] : vectors) {
        const auto opened = private_key_->rsa_decrypt(padding, base64(ciphertext));
        ASSERT_THAT(opened, Succeeds());
        EXPECT_EQ(as_text(opened->expose_secret()), self_test_vectors::kRsaPlaintext);
    }
}

TEST_F(Rsa, takes_plaintexts_up_to_the_paddings_limit) {
    const std::pair<RsaPadding, std::size_t> limits[] = {
        {RsaPadding::pkcs1_v1_5, 245}, {RsaPadding::oaep_sha1, 214}, {RsaPadding::oaep_sha256, 190}};
    for (const auto& [padding, limit] : limits) {
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, limit - 1, limit}) {
            const Bytes plaintext(size, 0x2a);
            const auto sealed = public_key_->rsa_encrypt(padding, plaintext);
            ASSERT_THAT(sealed, Succeeds());
            EXPECT_EQ(sealed->size(), kModulusBytes);
            EXPECT_EQ(private_key_->rsa_decrypt(padding, *sealed).value(), SecretBytes::copy_of(plaintext));
        }
        EXPECT_THAT(public_key_->rsa_encrypt(padding, Bytes(limit + 1)), FailsWith(ErrorCode::plaintext_too_long));
    }
}

TEST_F(Rsa, one_padding_does_not_open_another) {
    for (const RsaPadding sealing : kPaddings) {
        const auto sealed = public_key_->rsa_encrypt(sealing, as_bytes("x"));
        for (const RsaPadding opening : kPaddings) {
            // OAEP's output has the form of PKCS #1 v1.5 by chance, once in some hundred times; its text is another.
            const auto opened = private_key_->rsa_decrypt(opening, *sealed);
            const bool is_same = opened.has_value() && *opened == SecretBytes::copy_of(as_bytes("x"));
            EXPECT_EQ(is_same, opening == sealing);
        }
    }
}

TEST_F(Rsa, refuses_a_ciphertext_of_another_length_or_above_the_modulus) {
    for (const RsaPadding padding : kPaddings) {
        for (const std::size_t size : {0U, 255U, 257U}) {
            EXPECT_THAT(private_key_->rsa_decrypt(padding, Bytes(size, 1)),
                        FailsWith(ErrorCode::asymmetric_decryption_failed));
        }
        EXPECT_THAT(private_key_->rsa_decrypt(padding, Bytes(kModulusBytes, 0xff)),
                    FailsWith(ErrorCode::asymmetric_decryption_failed));
    }
}

TEST_F(Rsa, pkcs1_needs_eight_bytes_before_the_separator) {
    for (const std::size_t separator : {2U, 3U, 9U}) {
        EXPECT_THAT(private_key_->rsa_decrypt(RsaPadding::pkcs1_v1_5, encrypt_block(pkcs1_block(separator))),
                    FailsWith(ErrorCode::asymmetric_decryption_failed));
    }
    for (const std::size_t separator : {10U, 11U, 254U, 255U}) {
        EXPECT_EQ(private_key_->rsa_decrypt(RsaPadding::pkcs1_v1_5, encrypt_block(pkcs1_block(separator))).value(),
                  SecretBytes::copy_of(Bytes(255 - separator, 0x05)));
    }
}

TEST_F(Rsa, pkcs1_message_may_hold_zeros) {
    Bytes block = pkcs1_block(100);
    block[200] = 0x00;
    EXPECT_EQ(private_key_->rsa_decrypt(RsaPadding::pkcs1_v1_5, encrypt_block(block))->size(), 155U);
}

TEST_F(Rsa, every_fault_of_pkcs1_padding_is_one_error) {
    Bytes first = pkcs1_block(100);
    first[0] = 0x01;
    Bytes second = pkcs1_block(100);
    second[1] = 0x01;
    Bytes third = pkcs1_block(100);
    third[1] = 0x00;
    Bytes no_separator = pkcs1_block(100);
    no_separator[100] = 0x05;
    for (const Bytes& block : {first, second, third, no_separator}) {
        const auto opened = private_key_->rsa_decrypt(RsaPadding::pkcs1_v1_5, encrypt_block(block));
        ASSERT_THAT(opened, FailsWith(ErrorCode::asymmetric_decryption_failed));
        EXPECT_EQ(opened.error().detail, "");
    }
}

TEST_F(Rsa, refuses_keys_of_another_kind) {
    const auto sm2 = PrivateKey::generate(AsymmetricAlgorithm::sm2);
    EXPECT_THAT(sm2->rsa_decrypt(RsaPadding::oaep_sha256, Bytes(32)),
                FailsWith(ErrorCode::asymmetric_decryption_failed));
    EXPECT_THAT(sm2->public_key()->rsa_encrypt(RsaPadding::oaep_sha256, as_bytes("x")),
                FailsWith(ErrorCode::encryption_failed));
    EXPECT_THAT(private_key_->sm2_decrypt(Sm2Form::asn1, Bytes(200)),
                FailsWith(ErrorCode::asymmetric_decryption_failed));
    EXPECT_THAT(public_key_->sm2_encrypt(Sm2Form::asn1, as_bytes("x")), FailsWith(ErrorCode::encryption_failed));
}

}  // namespace
}  // namespace tandem::crypto
