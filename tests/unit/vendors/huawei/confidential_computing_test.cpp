// Key policies and access points: records of a key space, in pages.

#include "tandem/crypto/asymmetric.hpp"

#include "fixture.hpp"
#include "huawei/confidential_computing/access_points.hpp"
#include "huawei/confidential_computing/key_policies.hpp"

#include <gmock/gmock.h>

namespace tandem::api::huawei::confidential_computing {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class KeyPolicies : public HuaweiTest {
  protected:
    service::Call mine() { return {services_, *store_->find_tenant(ours_.id)}; }
    service::Call neighbours() { return {services_, *store_->find_tenant(neighbours_.id)}; }
    const KeyPolicy& make(std::string name, std::string keyspace = "space") {
        KeyPolicy policy;
        policy.name = std::move(name);
        policy.keyspace = std::move(keyspace);
        clock_.advance(std::chrono::seconds{1});
        return **create_key_policy(mine(), std::move(policy));
    }
    const AccessPoint& make_point() {
        AccessPoint point;
        point.name = "point";
        point.keyspace = "space";
        point.type = 1;
        return **create_access_point(mine(), std::move(point));
    }
    std::vector<std::string> names(const KeyspaceRange& range) {
        std::vector<std::string> all;
        const auto found = list_key_policies(mine(), range);
        for (const KeyPolicy* policy : found->page) all.push_back(policy->name);
        return all;
    }

    store::ReadGuard guard_ = store_->read();
};

TEST_F(KeyPolicies, are_listed_by_key_space_the_newest_first) {
    make("a");
    make("elsewhere", "other");
    make("b");
    EXPECT_THAT(names({.keyspace = "space"}), ElementsAre("b", "a"));
    EXPECT_THAT(names({.keyspace = "none"}), IsEmpty());
}

TEST_F(KeyPolicies, a_page_ends_where_the_next_begins) {
    make("a");
    const store::ObjectId middle = make("b").id;
    make("elsewhere", "other");
    const store::ObjectId first = make("c").id;
    const auto page = list_key_policies(mine(), {.keyspace = "space", .limit = 2});
    EXPECT_TRUE(page->has_more);
    EXPECT_THAT(names({.keyspace = "space", .after = first, .limit = 1}), ElementsAre("b"));
    EXPECT_THAT(names({.keyspace = "space", .after = middle}), ElementsAre("a"));
    EXPECT_FALSE(list_key_policies(mine(), {.keyspace = "space", .limit = 3})->has_more);
}

TEST_F(KeyPolicies, a_marker_that_is_none_of_the_key_space_is_refused) {
    const store::ObjectId elsewhere = make("elsewhere", "other").id;
    const KeyspaceRange range{.keyspace = "space", .after = elsewhere};
    EXPECT_THAT(list_key_policies(mine(), range), test::FailsWith(ErrorCode::page_offset_invalid));
}

TEST_F(KeyPolicies, an_update_keeps_the_description_unless_there_is_one) {
    const KeyPolicy& policy = make("a");
    const store::ObjectId id = policy.id;
    ASSERT_THAT(update_key_policy(mine(), id, {.version = "2"}, "text"), test::Succeeds());
    clock_.advance(std::chrono::seconds{1});
    const KeyPolicy& updated = **update_key_policy(mine(), id, {.version = "3", .zones = {"z"}}, std::nullopt);
    EXPECT_EQ(updated.description, "text");
    EXPECT_EQ(updated.version, "3");
    EXPECT_THAT(updated.zones, ElementsAre("z"));
    EXPECT_EQ(updated.changed, clock_.now());
    EXPECT_LT(updated.created, updated.changed);
}

TEST_F(KeyPolicies, of_a_neighbour_are_not_there) {
    const store::ObjectId id = make("a").id;
    EXPECT_THAT(find_key_policy(neighbours(), id), test::FailsWith(ErrorCode::key_policy_not_found));
    EXPECT_THAT(update_key_policy(neighbours(), id, {}, std::nullopt),
                test::FailsWith(ErrorCode::key_policy_not_found));
    EXPECT_THAT(delete_key_policy(neighbours(), id), test::FailsWith(ErrorCode::key_policy_not_found));
    ASSERT_THAT(delete_key_policy(mine(), id), test::Succeeds());
    EXPECT_THAT(delete_key_policy(mine(), id), test::FailsWith(ErrorCode::key_policy_not_found));
}

TEST_F(KeyPolicies, there_is_room_for_so_many) {
    services_.limits.max_objects_of_a_kind = 1;
    make("a");
    EXPECT_THAT(create_key_policy(mine(), {}), test::FailsWith(ErrorCode::object_limit_exceeded));
    make_point();
    EXPECT_THAT(create_access_point(mine(), {}), test::FailsWith(ErrorCode::object_limit_exceeded));
}

TEST_F(KeyPolicies, an_access_point_keeps_its_private_key) {
    const store::ObjectId id = make_point().id;
    const auto before = private_key_of(mine(), **find_access_point(mine(), id));
    ASSERT_THAT(disable_access_point(mine(), id), test::Succeeds());
    const AccessPoint& point = **find_access_point(mine(), id);
    EXPECT_EQ(point.state, keys::KeyState::disabled);
    EXPECT_EQ(*private_key_of(mine(), point), *before);
    EXPECT_THAT(crypto::PrivateKey::from_der(before->expose_secret()), test::Succeeds());
    EXPECT_NE(*private_key_of(mine(), make_point()), *before);
}

TEST_F(KeyPolicies, an_access_point_of_a_neighbour_is_not_there) {
    const store::ObjectId id = make_point().id;
    for (const auto change : {enable_access_point, disable_access_point, find_access_point})
        EXPECT_THAT(change(neighbours(), id), test::FailsWith(ErrorCode::access_point_not_found));
    EXPECT_THAT(delete_access_point(neighbours(), id), test::FailsWith(ErrorCode::access_point_not_found));
}

}  // namespace

}  // namespace tandem::api::huawei::confidential_computing
