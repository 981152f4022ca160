#include "tandem/keys/key_facts.hpp"

#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace tandem::keys {
namespace {

using test::FailsWith;
using test::Succeeds;

constexpr std::size_t kSpecCount = 14;

KeySpec spec_at(std::size_t index) { return static_cast<KeySpec>(index); }

TEST(KeySpec, every_spec_has_a_name_of_its_own_that_is_read_back) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kSpecCount; ++i) {
        names.insert(name_of(spec_at(i)));
        EXPECT_EQ(key_spec_from(name_of(spec_at(i))), spec_at(i));
    }
    EXPECT_EQ(names.size(), kSpecCount);
    EXPECT_EQ(name_of(KeySpec::hmac_sm3), "HMAC_SM3");
    EXPECT_EQ(name_of(KeySpec::ec_p256), "EC_P256");
}

TEST(KeySpec, is_not_read_from_another_spelling) {
    for (const char* name : {"", "aes_256", "AES_128", "AES_256 ", "RSA"}) EXPECT_FALSE(key_spec_from(name)) << name;
}

TEST(KeySpec, belongs_to_exactly_one_kind) {
    for (std::size_t i = 0; i < kSpecCount; ++i) {
        const KeySpec spec = spec_at(i);
        EXPECT_EQ(is_symmetric_cipher(spec) + is_mac(spec) + is_asymmetric(spec), 1);
        EXPECT_EQ(material_bytes(spec) == 0, is_asymmetric(spec));
        EXPECT_TRUE(!is_rsa(spec) || is_asymmetric(spec));
    }
}

TEST(KeySpec, says_how_long_its_material_is) {
    EXPECT_EQ(material_bytes(KeySpec::aes_256), 32U);
    EXPECT_EQ(material_bytes(KeySpec::sm4), 16U);
    EXPECT_EQ(material_bytes(KeySpec::hmac_256), 32U);
    EXPECT_EQ(material_bytes(KeySpec::hmac_384), 48U);
    EXPECT_EQ(material_bytes(KeySpec::hmac_512), 64U);
    EXPECT_EQ(material_bytes(KeySpec::hmac_sm3), 32U);
}

TEST(KeyUsage, is_read_back_from_its_name) {
    for (const KeyUsage usage : {KeyUsage::encrypt_decrypt, KeyUsage::sign_verify, KeyUsage::generate_verify_mac}) {
        EXPECT_EQ(key_usage_from(name_of(usage)), usage);
    }
    EXPECT_FALSE(key_usage_from("encrypt_decrypt"));
}

TEST(KeyUsage, fits_only_the_specs_that_can_do_it) {
    const std::set<KeySpec> encrypting{KeySpec::aes_256,  KeySpec::sm4,      KeySpec::rsa_2048,
                                       KeySpec::rsa_3072, KeySpec::rsa_4096, KeySpec::sm2};
    for (std::size_t i = 0; i < kSpecCount; ++i) {
        const KeySpec spec = spec_at(i);
        EXPECT_EQ(usage_fits(spec, KeyUsage::encrypt_decrypt), encrypting.contains(spec)) << name_of(spec);
        EXPECT_EQ(usage_fits(spec, KeyUsage::sign_verify), is_asymmetric(spec)) << name_of(spec);
        EXPECT_EQ(usage_fits(spec, KeyUsage::generate_verify_mac), is_mac(spec)) << name_of(spec);
    }
}

TEST(KeyName, is_shown_as_it_is_read) {
    const auto name = KeyName::parse("kms-0az9bcde");
    ASSERT_TRUE(name);
    EXPECT_EQ(name->text(), "kms-0az9bcde");
}

TEST(KeyName, refuses_other_forms) {
    for (const char* text : {"", "kms-", "kms-0az9bcd", "kms-0az9bcdef", "KMS-0az9bcde", "kms-0aZ9bcde", "kms-0az9bcd-",
                             "kms_0az9bcde", "0az9bcdekms-"}) {
        EXPECT_FALSE(KeyName::parse(text)) << text;
    }
}

TEST(KeyName, made_from_any_number_is_one_that_is_read_back) {
    for (const std::uint64_t number : {std::uint64_t{0}, std::uint64_t{35}, std::uint64_t{36}, UINT64_MAX}) {
        const KeyName name = KeyName::from_random(number);
        EXPECT_EQ(KeyName::parse(name.text()), name);
    }
    EXPECT_EQ(KeyName::from_random(0).text(), "kms-00000000");
    EXPECT_NE(KeyName::from_random(1), KeyName::from_random(2));
}

constexpr Operation kOperations[] = {
    Operation::encrypt,         Operation::decrypt,        Operation::generate_data_key,
    Operation::use_private_key, Operation::get_public_key, Operation::sign,
    Operation::verify,          Operation::use_mac_key,    Operation::agree};

TEST(CheckState, an_enabled_key_does_everything) {
    for (const Operation operation : kOperations) EXPECT_THAT(check_state(operation, KeyState::enabled), Succeeds());
}

TEST(CheckState, every_other_state_has_its_error) {
    for (const Operation operation : kOperations) {
        EXPECT_THAT(check_state(operation, KeyState::disabled), FailsWith(ErrorCode::key_disabled));
        EXPECT_THAT(check_state(operation, KeyState::pending_deletion), FailsWith(ErrorCode::key_pending_deletion));
        EXPECT_THAT(check_state(operation, KeyState::pending_import), FailsWith(ErrorCode::key_pending_import));
    }
}

// API 3.0 spec section 6: an archived key may still decrypt but not encrypt.
TEST(CheckState, an_archived_key_only_decrypts) {
    for (const Operation operation : kOperations) {
        if (operation == Operation::decrypt) {
            EXPECT_THAT(check_state(operation, KeyState::archived), Succeeds());
        } else {
            EXPECT_THAT(check_state(operation, KeyState::archived), FailsWith(ErrorCode::key_archived));
        }
    }
}

}  // namespace
}  // namespace tandem::keys
