#include "tandem/service/actions/keystores.hpp"

#include "tandem/service/actions/import.hpp"
#include "tandem/service/actions/rotation.hpp"
#include "tandem/service/key_state.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using testing::ElementsAre;

class Keystores : public ServiceTest {
  protected:
    ObjectId make(std::string name = "one") { return (*create_keystore(call(), {.name = std::move(name)}))->id; }
    Result<void> use(const store::Key& key) { return check_state(call(), keys::Operation::encrypt, key); }
};

TEST_F(Keystores, the_common_ones_have_numbers_and_are_always_open) {
    for (std::uint8_t number = 0; number < kMostCommonKeystores; ++number) {
        EXPECT_EQ(number_of_keystore(common_keystore(number)), number);
        EXPECT_THAT(check_keystore(call(), common_keystore(number)), Succeeds());
    }
    EXPECT_TRUE(is_dedicated(common_keystore(kMostCommonKeystores)));
    EXPECT_THAT(check_keystore(call(), common_keystore(kMostCommonKeystores)),
                FailsWith(ErrorCode::keystore_not_found));
}

TEST_F(Keystores, a_key_is_made_in_one_and_used_while_it_is_enabled) {
    const ObjectId id = make();
    const store::Key& key = create({.keystore = id});
    EXPECT_EQ(key.settings.attributes->keystore, id);
    EXPECT_THAT(use(key), Succeeds());
    ASSERT_THAT(disable_keystore(call(), id), Succeeds());
    EXPECT_THAT(use(key), FailsWith(ErrorCode::keystore_disabled));
    EXPECT_THAT(create_key(call(), {.keystore = id}), FailsWith(ErrorCode::keystore_disabled));
    EXPECT_THAT(use(create()), Succeeds());
    ASSERT_THAT(enable_keystore(call(), id), Succeeds());
    EXPECT_THAT(use(key), Succeeds());
}

TEST_F(Keystores, the_state_of_the_key_is_told_first) {
    const ObjectId id = make();
    const KeyId key = create({.keystore = id}).id;
    ASSERT_THAT(disable_keystore(call(), id), Succeeds());
    set_state(key, KeyState::disabled);
    EXPECT_THAT(use(*current(key)), FailsWith(ErrorCode::key_disabled));
}

TEST_F(Keystores, a_repeat_is_harmless_and_changes_nothing) {
    const ObjectId id = make();
    const std::uint64_t revision = (*find_keystore(call(), id))->revision;
    ASSERT_THAT(enable_keystore(call(), id), Succeeds());
    EXPECT_EQ((*find_keystore(call(), id))->revision, revision);
}

TEST_F(Keystores, have_names_of_their_own) {
    make("one");
    EXPECT_THAT(create_keystore(call(), {.name = "one"}), FailsWith(ErrorCode::keystore_name_exists));
    EXPECT_THAT(create_keystore(neighbours_call(), {.name = "one"}), Succeeds());
}

TEST_F(Keystores, there_is_room_for_so_many) {
    services_.limits.max_objects_of_a_kind = 2;
    make("one");
    const ObjectId second = make("two");
    EXPECT_THAT(create_keystore(call(), {.name = "three"}), FailsWith(ErrorCode::object_limit_exceeded));
    ASSERT_THAT(delete_keystore(call(), second), Succeeds());
    EXPECT_THAT(create_keystore(call(), {.name = "three"}), Succeeds());
}

TEST_F(Keystores, one_with_keys_is_not_deleted) {
    const ObjectId id = make();
    const KeyId key = create({.keystore = id}).id;
    create();
    EXPECT_THAT(delete_keystore(call(), id), FailsWith(ErrorCode::keystore_not_empty));
    ASSERT_THAT(schedule_key_deletion(call(), {.key = at(key), .days = 7, .must_be_disabled = false}), Succeeds());
    EXPECT_THAT(delete_keystore(call(), id), FailsWith(ErrorCode::keystore_not_empty));
    clock_.advance(std::chrono::days{8});
    EXPECT_THAT(delete_keystore(call(), id), Succeeds());
    EXPECT_THAT(find_keystore(call(), id), FailsWith(ErrorCode::keystore_not_found));
}

// So that a removal which looked before the key came fails.
TEST_F(Keystores, a_key_that_comes_changes_the_revision) {
    const ObjectId id = make();
    const std::uint64_t before = (*find_keystore(call(), id))->revision;
    create({.keystore = id});
    EXPECT_GT((*find_keystore(call(), id))->revision, before);
}

TEST_F(Keystores, of_a_neighbour_are_not_there) {
    const ObjectId id = make();
    for (const auto change : {enable_keystore, disable_keystore, find_keystore})
        EXPECT_THAT(change(neighbours_call(), id), FailsWith(ErrorCode::keystore_not_found));
    EXPECT_THAT(delete_keystore(neighbours_call(), id), FailsWith(ErrorCode::keystore_not_found));
    EXPECT_THAT(create_key(neighbours_call(), {.keystore = id}), FailsWith(ErrorCode::keystore_not_found));
}

TEST_F(Keystores, are_listed_the_newest_first) {
    make("one");
    clock_.advance(std::chrono::seconds{1});
    make("two");
    const ListKeystoresOutput found = list_keystores(call(), 0, 1);
    EXPECT_EQ(found.total, 2U);
    EXPECT_THAT(found.page, ElementsAre(testing::Field(&DedicatedKeystore::name, "two")));
    EXPECT_THAT(list_keystores(call(), 1, 5).page, ElementsAre(testing::Field(&DedicatedKeystore::name, "one")));
}

TEST_F(Keystores, have_neither_rotation_nor_imports) {
    const ObjectId id = make();
    const KeyId key = create({.keystore = id}).id;
    EXPECT_THAT(enable_rotation(call(), {.key = at(key)}), FailsWith(ErrorCode::keystore_without_rotation));
    EXPECT_THAT(create_key(call(), {.origin = keys::KeyOrigin::external, .keystore = id}),
                FailsWith(ErrorCode::keystore_without_import));
    const KeyId common = create({.keystore = common_keystore(1)}).id;
    EXPECT_THAT(enable_rotation(call(), {.key = at(common)}), Succeeds());
}

}  // namespace
}  // namespace tandem::service
