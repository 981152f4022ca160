#include "tandem/crypto/asymmetric.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

#include <thread>

namespace tandem::service {
namespace {

using CreateKey = ServiceTest;

TEST_F(CreateKey, gives_an_enabled_key_with_both_names_and_one_version) {
    const store::Key& key = create({.description = "of the payroll"});
    EXPECT_EQ(key.settings.state, KeyState::enabled);
    EXPECT_EQ(key.settings.description, "of the payroll");
    EXPECT_EQ(key.created, clock_.now());
    ASSERT_EQ(key.versions.size(), 1u);
    EXPECT_EQ(key.newest()->number(), 0u);
    EXPECT_TRUE(key.newest()->public_key().empty());
    EXPECT_EQ(key.id.text()[14], '4');  // a UUID of version 4
    EXPECT_EQ(*find_key(call(), key.name), &key);
}

TEST_F(CreateKey, makes_every_spec_and_keeps_the_public_half_of_asymmetric_ones) {
    for (const auto& [spec, usage] :
         {std::pair{KeySpec::sm4, KeyUsage::encrypt_decrypt}, std::pair{KeySpec::rsa_2048, KeyUsage::encrypt_decrypt},
          std::pair{KeySpec::sm2, KeyUsage::encrypt_decrypt}, std::pair{KeySpec::sm2, KeyUsage::sign_verify},
          std::pair{KeySpec::ec_p256, KeyUsage::sign_verify}, std::pair{KeySpec::ec_p384, KeyUsage::sign_verify},
          std::pair{KeySpec::secp256k1, KeyUsage::sign_verify}, std::pair{KeySpec::ed25519, KeyUsage::sign_verify},
          std::pair{KeySpec::hmac_256, KeyUsage::generate_verify_mac},
          std::pair{KeySpec::hmac_384, KeyUsage::generate_verify_mac},
          std::pair{KeySpec::hmac_512, KeyUsage::generate_verify_mac},
          std::pair{KeySpec::hmac_sm3, KeyUsage::generate_verify_mac}}) {
        const store::Key& key = create(spec, usage);
        EXPECT_EQ(key.spec, spec);
        EXPECT_EQ(key.usage, usage);
        EXPECT_THAT(store_->open_material(tenant_, key, *key.newest()), Succeeds()) << name_of(spec);
        if (keys::is_asymmetric(spec)) {
            EXPECT_THAT(crypto::PublicKey::from_der(key.newest()->public_key()), Succeeds());
        } else {
            EXPECT_TRUE(key.newest()->public_key().empty());
        }
    }
}

TEST_F(CreateKey, refuses_a_usage_that_the_spec_cannot_have) {
    EXPECT_THAT(create_key(call(), {.spec = KeySpec::aes_256, .usage = KeyUsage::sign_verify}),
                FailsWith(ErrorCode::key_usage_invalid));
    EXPECT_THAT(create_key(call(), {.spec = KeySpec::ec_p256, .usage = KeyUsage::encrypt_decrypt}),
                FailsWith(ErrorCode::key_usage_invalid));
}

TEST_F(CreateKey, waits_for_material_when_the_origin_is_external) {
    const store::Key& key = create({.origin = keys::KeyOrigin::external});
    EXPECT_EQ(key.settings.state, KeyState::pending_import);
    EXPECT_EQ(key.newest(), nullptr);
}

TEST_F(CreateKey, takes_the_alias_as_the_primary_one) {
    const store::Key& key = create({.alias = "payroll"});
    EXPECT_EQ(key.settings.primary_alias, "payroll");
    EXPECT_EQ(*find_key(call(), AliasName{"payroll"}), &key);
}

TEST_F(CreateKey, refuses_an_alias_that_is_taken_and_makes_nothing) {
    create({.alias = "payroll"});
    EXPECT_THAT(create_key(call(), {.alias = "payroll"}), FailsWith(ErrorCode::alias_exists));
    EXPECT_EQ(store_->key_count(tenant_), 1u);
}

TEST_F(CreateKey, shares_no_alias_with_the_neighbour) {
    create({.alias = "payroll"});
    EXPECT_THAT(create_key(neighbours_call(), {.alias = "payroll"}), Succeeds());
}

TEST_F(CreateKey, takes_the_alias_of_a_key_past_its_deletion_date_once_that_is_destroyed) {
    const KeyId old_key = create({.alias = "payroll"}).id;
    ASSERT_THAT(schedule_key_deletion(call(), {.key = at(old_key), .days = 7, .must_be_disabled = false}), Succeeds());
    EXPECT_THAT(create_key(call(), {.alias = "payroll"}), FailsWith(ErrorCode::alias_exists));
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(create_key(call(), {.alias = "payroll"}), FailsWith(ErrorCode::alias_exists));
    EXPECT_EQ(sweep(services_), 1u);
    const store::Key& key = create({.alias = "payroll"});
    EXPECT_EQ(*find_key(call(), AliasName{"payroll"}), &key);
}

TEST_F(CreateKey, stops_at_the_tenants_limit) {
    services_.limits.max_keys_per_tenant = 2;
    create();
    create();
    EXPECT_THAT(create_key(call(), {}), FailsWith(ErrorCode::key_limit_exceeded));
    EXPECT_THAT(create_key(neighbours_call(), {}), Succeeds());
}

TEST_F(CreateKey, stops_at_the_limit_when_many_come_at_once) {
    services_.limits.max_keys_per_tenant = 10;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([this] {
            const store::ReadGuard guard = store_->read();
            for (int j = 0; j < 5; ++j) (void)create_key(call(), {});
        });
    }
    threads.clear();
    EXPECT_EQ(store_->key_count(tenant_), 10u);
}

}  // namespace
}  // namespace tandem::service
