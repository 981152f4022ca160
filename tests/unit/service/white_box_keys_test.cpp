#include "tandem/service/actions/white_box_keys.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using testing::SizeIs;

class WhiteBoxKeys : public ServiceTest {
  protected:
    ObjectId made(std::string name, KeySpec spec = KeySpec::aes_256) {
        return (*create_white_box_key(call(), {.name = std::move(name), .spec = spec}))->id;
    }
    KeyState state_of(const ObjectId& id) { return (*find_white_box_key(call(), id))->state; }
    const Bytes five_ = Bytes(5, 0x61);
};

TEST_F(WhiteBoxKeys, a_raw_key_is_as_long_as_its_cipher_needs) {
    for (const auto& [spec, bytes] : {std::pair{KeySpec::aes_256, 32u}, std::pair{KeySpec::sm4, 16u}}) {
        const auto key = create_white_box_key(call(), {.name = std::string{keys::name_of(spec)}, .spec = spec});
        ASSERT_THAT(key, Succeeds());
        EXPECT_EQ((*key)->spec, spec);
        EXPECT_EQ(raw_white_box_key(call(), **key)->size(), bytes);
    }
}

TEST_F(WhiteBoxKeys, a_name_is_one_tenants_and_one_keys) {
    made("one");
    EXPECT_THAT(create_white_box_key(call(), {.name = "one"}), FailsWith(ErrorCode::alias_exists));
    EXPECT_THAT(create_white_box_key(neighbours_call(), {.name = "one"}), Succeeds());
}

TEST_F(WhiteBoxKeys, the_limit_is_a_tenants) {
    services_.limits.max_white_box_keys_per_tenant = 2;
    made("one");
    const ObjectId second = made("two");
    EXPECT_THAT(create_white_box_key(call(), {.name = "three"}), FailsWith(ErrorCode::white_box_key_limit_exceeded));
    EXPECT_THAT(create_white_box_key(neighbours_call(), {.name = "one"}), Succeeds());
    ASSERT_THAT(disable_white_box_keys(call(), {&second, 1}), Succeeds());
    ASSERT_THAT(delete_white_box_key(call(), second), Succeeds());
    EXPECT_THAT(create_white_box_key(call(), {.name = "three"}), Succeeds());
}

TEST_F(WhiteBoxKeys, a_ciphertext_is_cbc_of_the_raw_key) {
    const ObjectId id = made("one");
    InitializationVector iv{};
    const auto sealed = encrypt_by_white_box(call(), id, five_, iv);
    ASSERT_THAT(sealed, Succeeds());
    EXPECT_EQ(sealed->iv, iv);
    const SecretBytes raw = *raw_white_box_key(call(), **find_white_box_key(call(), id));
    EXPECT_EQ(sealed->ciphertext, crypto::cbc_encrypt(crypto::CbcCipher::aes256, raw.expose_secret(), iv, five_));
}

TEST_F(WhiteBoxKeys, lengths_are_those_of_padded_blocks) {
    const ObjectId id = made("one", KeySpec::sm4);
    for (const auto& [plain, sealed] :
         {std::pair{1u, 16u}, {5u, 16u}, {15u, 16u}, {16u, 32u}, {17u, 32u}, {4095u, 4096u}, {4096u, 4112u}})
        EXPECT_THAT(encrypt_by_white_box(call(), id, Bytes(plain), {})->ciphertext, SizeIs(sealed)) << plain;
    EXPECT_THAT(encrypt_by_white_box(call(), id, {}, {}), FailsWith(ErrorCode::plaintext_empty));
    EXPECT_THAT(encrypt_by_white_box(call(), id, Bytes(4097), {}), FailsWith(ErrorCode::plaintext_too_long));
}

TEST_F(WhiteBoxKeys, an_iv_of_the_servers_own_is_never_the_same) {
    const ObjectId id = made("one");
    EXPECT_NE(encrypt_by_white_box(call(), id, five_, {})->iv, encrypt_by_white_box(call(), id, five_, {})->iv);
}

TEST_F(WhiteBoxKeys, a_disabled_one_does_not_encrypt) {
    const ObjectId id = made("one");
    ASSERT_THAT(disable_white_box_keys(call(), {&id, 1}), Succeeds());
    EXPECT_THAT(encrypt_by_white_box(call(), id, five_, {}), FailsWith(ErrorCode::white_box_key_disabled));
    ASSERT_THAT(enable_white_box_keys(call(), {&id, 1}), Succeeds());
    EXPECT_THAT(encrypt_by_white_box(call(), id, five_, {}), Succeeds());
}

TEST_F(WhiteBoxKeys, several_move_together_or_not_at_all) {
    const ObjectId first = made("one");
    const std::vector<ObjectId> with_absent = {first, crypto::random_uuid<ObjectId>()};
    EXPECT_THAT(disable_white_box_keys(call(), with_absent), FailsWith(ErrorCode::white_box_key_not_found));
    EXPECT_EQ(state_of(first), KeyState::enabled);
    const std::vector<ObjectId> twice = {first, first};
    EXPECT_THAT(disable_white_box_keys(call(), twice), FailsWith(ErrorCode::key_id_duplicate));
    const std::vector<ObjectId> both = {first, made("two")};
    EXPECT_THAT(disable_white_box_keys(call(), both), Succeeds());
    EXPECT_EQ(state_of(both[0]), KeyState::disabled);
    EXPECT_EQ(state_of(both[1]), KeyState::disabled);
}

TEST_F(WhiteBoxKeys, only_a_disabled_one_can_be_deleted) {
    const ObjectId id = made("one");
    EXPECT_THAT(delete_white_box_key(call(), id), FailsWith(ErrorCode::white_box_key_not_disabled));
    ASSERT_THAT(disable_white_box_keys(call(), {&id, 1}), Succeeds());
    ASSERT_THAT(delete_white_box_key(call(), id), Succeeds());
    EXPECT_THAT(find_white_box_key(call(), id), FailsWith(ErrorCode::white_box_key_not_found));
    EXPECT_THAT(delete_white_box_key(call(), id), FailsWith(ErrorCode::white_box_key_not_found));
}

TEST_F(WhiteBoxKeys, fingerprints_are_replaced_as_a_whole) {
    const ObjectId id = made("one");
    const std::vector<store::DeviceFingerprint> two = {{"a", "first"}, {"b", ""}};
    ASSERT_THAT(set_device_fingerprints(call(), id, two), Succeeds());
    EXPECT_EQ((*find_white_box_key(call(), id))->fingerprints, two);
    ASSERT_THAT(set_device_fingerprints(call(), id, {}), Succeeds());
    EXPECT_THAT((*find_white_box_key(call(), id))->fingerprints, testing::IsEmpty());
}

TEST_F(WhiteBoxKeys, the_neighbour_finds_nothing) {
    const ObjectId id = made("one");
    const auto absent = FailsWith(ErrorCode::white_box_key_not_found);
    EXPECT_THAT(find_white_box_key(neighbours_call(), id), absent);
    EXPECT_THAT(encrypt_by_white_box(neighbours_call(), id, five_, {}), absent);
    EXPECT_THAT(disable_white_box_keys(neighbours_call(), {&id, 1}), absent);
    EXPECT_THAT(set_device_fingerprints(neighbours_call(), id, {}), absent);
    EXPECT_EQ(list_white_box_keys(neighbours_call(), {}).total, 0u);
}

TEST_F(WhiteBoxKeys, lists_page_and_filter) {
    std::vector<ObjectId> ids;
    for (const char* name : {"a", "b", "c"}) {
        ids.push_back(made(name));
        clock_.advance(std::chrono::seconds{1});
    }
    ASSERT_THAT(disable_white_box_keys(call(), {&ids[1], 1}), Succeeds());
    EXPECT_THAT(list_white_box_keys(call(), {}).page, SizeIs(3));
    const auto page = list_white_box_keys(call(), {.offset = 1, .limit = 1});
    ASSERT_THAT(page.page, SizeIs(1));
    EXPECT_EQ(page.page[0]->id, ids[1]);
    EXPECT_EQ(page.total, 3u);
    const auto enabled =
        list_white_box_keys(call(), {.matches = [](const WhiteBoxKey& key) { return key.state == KeyState::enabled; }});
    EXPECT_EQ(enabled.total, 2u);
}

}  // namespace
}  // namespace tandem::service
