#include "tandem/service/actions/bindings.hpp"

#include "tandem/service/actions/import.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

const store::BoundResource kDisk{"cbs", "disk-1"};
const store::BoundResource kOtherDisk{"cbs", "disk-2"};
const store::BoundResource kBucket{"cos", "bucket"};

class Bindings : public ServiceTest {
  protected:
    const std::vector<store::BoundResource>& of(const KeyId& key) {
        return current(key)->settings.attributes->bound_resources;
    }
};

TEST_F(Bindings, are_kept_once_each) {
    const KeyId key = create().id;
    ASSERT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    ASSERT_THAT(bind_resource(call(), at(key), kOtherDisk), Succeeds());
    const std::uint64_t revision = current(key)->revision;
    ASSERT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_EQ(current(key)->revision, revision);
    EXPECT_THAT(of(key), testing::ElementsAre(kDisk, kOtherDisk));
}

TEST_F(Bindings, belong_to_one_product) {
    const KeyId key = create().id;
    ASSERT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_THAT(bind_resource(call(), at(key), kBucket), FailsWith(ErrorCode::key_in_use));
    ASSERT_THAT(unbind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_THAT(bind_resource(call(), at(key), kBucket), Succeeds());
}

TEST_F(Bindings, that_are_not_there_cannot_be_removed) {
    const KeyId key = create().id;
    EXPECT_THAT(unbind_resource(call(), at(key), kDisk), FailsWith(ErrorCode::resource_not_bound));
    ASSERT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_THAT(unbind_resource(call(), at(key), kOtherDisk), FailsWith(ErrorCode::resource_not_bound));
}

TEST_F(Bindings, keep_the_key_from_being_disabled_deleted_archived_or_emptied) {
    const KeyId key = create().id;
    const KeyId external = create({.origin = keys::KeyOrigin::external}).id;
    set_state(external, KeyState::enabled);
    for (const KeyId& bound : {key, external}) {
        ASSERT_THAT(bind_resource(call(), at(bound), kDisk), Succeeds());
        EXPECT_THAT(disable_keys(call(), Keys{&at(bound)}, Repeat::harmless), FailsWith(ErrorCode::key_in_use));
        EXPECT_THAT(archive_key(call(), at(bound)), FailsWith(ErrorCode::key_in_use));
        for (const bool must_be_disabled : {true, false})
            EXPECT_THAT(
                schedule_key_deletion(call(), {.key = at(bound), .days = 7, .must_be_disabled = must_be_disabled}),
                FailsWith(ErrorCode::key_in_use));
        EXPECT_EQ(current(bound)->settings.state, KeyState::enabled);
    }
    EXPECT_THAT(delete_imported_material(call(), at(external)), FailsWith(ErrorCode::key_in_use));
    ASSERT_THAT(unbind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_THAT(archive_key(call(), at(key)), Succeeds());
}

TEST_F(Bindings, need_an_enabled_key) {
    const KeyId key = create().id;
    for (const auto& [state, error] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                       std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::pending_import, ErrorCode::key_pending_import},
                                       std::pair{KeyState::archived, ErrorCode::key_archived}}) {
        set_state(key, state);
        EXPECT_THAT(bind_resource(call(), at(key), kDisk), FailsWith(error));
    }
}

TEST_F(Bindings, take_away_the_end_of_imported_material) {
    const KeyId key = create({.origin = keys::KeyOrigin::external}).id;
    const store::Key& stored = *current(key);
    store::KeySettings settings = stored.settings;
    settings.state = KeyState::enabled;
    settings.attributes.edit(
        [&](auto& attributes) { attributes.material_expires = clock_.now() + std::chrono::hours{1}; });
    commit(store::UpdateKey{.key = key, .expected_revision = stored.revision, .settings = settings});
    ASSERT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_FALSE(current(key)->settings.attributes->material_expires);
}

TEST_F(Bindings, stop_at_their_most) {
    const KeyId key = create().id;
    const store::Key& stored = *current(key);
    store::KeySettings settings = stored.settings;
    settings.attributes.edit([](auto& attributes) {
        for (std::size_t i = 0; i + 1 < kMostBoundResources; ++i)
            attributes.bound_resources.push_back({"cbs", std::to_string(i)});
    });
    commit(store::UpdateKey{.key = key, .expected_revision = stored.revision, .settings = settings});
    EXPECT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
    EXPECT_THAT(bind_resource(call(), at(key), kOtherDisk), FailsWith(ErrorCode::key_in_use));
    EXPECT_THAT(bind_resource(call(), at(key), kDisk), Succeeds());
}

}  // namespace
}  // namespace tandem::service
