// Contract of every backend: the objects that a tenant has beside keys and aliases.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;
using testing::SizeIs;

HostedDataKey new_data_key(std::string_view name, TimePoint created = kCreated) {
    HostedDataKey object;
    object.id = crypto::random_uuid<ObjectId>();
    object.created = created;
    object.name = name;
    object.ciphertext = "sealed";
    object.bytes = 32;
    return object;
}

Grant new_grant(const KeyId& key) {
    Grant grant;
    grant.id = crypto::random_uuid<ObjectId>();
    grant.created = kCreated;
    grant.key = key;
    grant.operations = {"encrypt-data", "decrypt-data"};
    return grant;
}

template <class T>
PutObject<T> creation_of_object(T object, std::string_view secret = {}) {
    return {std::move(object), PutObject<T>::kNew, secret_of(secret)};
}

class ObjectsContract : public KeyStoreContract {
  protected:
    template <class T>
    Objects<T> of(const TenantInStore& tenant) {
        return Objects<T>{*tenant.tenant()};
    }
    std::vector<std::string> names(const std::vector<const HostedDataKey*>& objects) {
        std::vector<std::string> all;
        for (const HostedDataKey* object : objects) all.push_back(object->name);
        return all;
    }
    // A committed one.
    HostedDataKey create(std::string_view name, TimePoint created = kCreated) {
        HostedDataKey object = new_data_key(name, created);
        EXPECT_THAT(mine_.commit(creation_of_object(object)), Succeeds());
        object.revision = 1;
        return object;
    }
};
INSTANTIATE_TEST_SUITE_P(Backends, ObjectsContract, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

TEST_P(ObjectsContract, a_new_one_is_found_by_id_and_by_name) {
    const auto object = create("one");
    const auto guard = store_->read();
    ASSERT_THAT(of<HostedDataKey>(mine_).find(object.id), NotNull());
    EXPECT_EQ(of<HostedDataKey>(mine_).find(object.id)->revision, 1U);
    EXPECT_EQ(of<HostedDataKey>(mine_).find_named("one"), of<HostedDataKey>(mine_).find(object.id));
}

TEST_P(ObjectsContract, the_neighbour_does_not_see_it) {
    const auto object = create("one");
    const auto guard = store_->read();
    EXPECT_THAT(of<HostedDataKey>(neighbour_).find(object.id), IsNull());
    EXPECT_THAT(of<HostedDataKey>(neighbour_).find_named("one"), IsNull());
}

TEST_P(ObjectsContract, a_name_is_free_for_another_tenant_and_another_kind) {
    create("one");
    EXPECT_THAT(neighbour_.commit(creation_of_object(new_data_key("one"))), Succeeds());
    WhiteBoxKey other;
    other.id = crypto::random_uuid<ObjectId>();
    other.name = "one";
    EXPECT_THAT(mine_.commit(creation_of_object(other, kMaterial)), Succeeds());
}

TEST_P(ObjectsContract, a_name_that_is_taken_is_a_conflict) {
    create("one");
    EXPECT_THAT(mine_.commit(creation_of_object(new_data_key("one"))), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(creation_of_object(new_data_key("two")), creation_of_object(new_data_key("two"))),
                FailsWith(ErrorCode::conflict));
}

TEST_P(ObjectsContract, a_change_moves_the_name) {
    auto object = create("before");
    object.name = "after";
    ASSERT_THAT(mine_.commit(PutObject<HostedDataKey>{object, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<HostedDataKey>(mine_).find_named("before"), IsNull());
    ASSERT_THAT(of<HostedDataKey>(mine_).find_named("after"), NotNull());
    EXPECT_EQ(of<HostedDataKey>(mine_).find_named("after")->revision, 2U);
    EXPECT_EQ(of<HostedDataKey>(mine_).size(), 1U);
}

TEST_P(ObjectsContract, two_may_swap_their_names_by_way_of_a_third) {
    auto first = create("x");
    auto second = create("y");
    first.name = "z";
    second.name = "x";
    auto third = first;
    third.name = "y";
    ASSERT_THAT(mine_.commit(PutObject<HostedDataKey>{first, 1}, PutObject<HostedDataKey>{second, 1},
                             PutObject<HostedDataKey>{third, 2}),
                Succeeds());
    const auto guard = store_->read();
    EXPECT_EQ(of<HostedDataKey>(mine_).find_named("x")->id, second.id);
    EXPECT_EQ(of<HostedDataKey>(mine_).find_named("y")->id, first.id);
    EXPECT_THAT(of<HostedDataKey>(mine_).find_named("z"), IsNull());
}

TEST_P(ObjectsContract, a_change_of_another_revision_is_a_conflict) {
    const auto object = create("one");
    EXPECT_THAT(mine_.commit(creation_of_object(object)), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(PutObject<HostedDataKey>{object, 2}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(RemoveObject<HostedDataKey>{object.id, 2}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(PutObject<HostedDataKey>{object, std::nullopt}), Succeeds());
}

TEST_P(ObjectsContract, a_removed_one_is_gone) {
    const auto object = create("one");
    ASSERT_THAT(mine_.commit(RemoveObject<HostedDataKey>{object.id, 1}), Succeeds());
    {
        const auto guard = store_->read();
        EXPECT_THAT(of<HostedDataKey>(mine_).find(object.id), IsNull());
        EXPECT_THAT(of<HostedDataKey>(mine_).list(), SizeIs(0));
    }
    EXPECT_THAT(mine_.commit(RemoveObject<HostedDataKey>{object.id, 1}), FailsWith(ErrorCode::conflict));
    create("one");
}

TEST_P(ObjectsContract, lists_go_by_creation) {
    create("first", kCreated + 1s);
    create("third", kCreated + 3s);
    create("second", kCreated + 2s);
    const auto guard = store_->read();
    EXPECT_THAT(names(of<HostedDataKey>(mine_).list()), ElementsAre("third", "second", "first"));
    EXPECT_THAT(names(of<HostedDataKey>(mine_).list(KeyOrder::oldest_first, 1, 1)), ElementsAre("second"));
}

TEST_P(ObjectsContract, a_secret_is_kept_until_another_is_given) {
    WhiteBoxKey object;
    object.id = crypto::random_uuid<ObjectId>();
    object.name = "box";
    const auto secret = [&] {
        const auto guard = store_->read();
        const auto objects = of<WhiteBoxKey>(mine_);
        const auto opened = objects.open_secret(*objects.find(object.id));
        EXPECT_THAT(opened, Succeeds());
        return std::string{as_text(opened->expose_secret())};
    };
    ASSERT_THAT(mine_.commit(creation_of_object(object, kMaterial)), Succeeds());
    EXPECT_EQ(secret(), kMaterial);
    object.description = "changed";
    ASSERT_THAT(mine_.commit(PutObject<WhiteBoxKey>{object, 1}), Succeeds());
    EXPECT_EQ(secret(), kMaterial);
    ASSERT_THAT(mine_.commit(PutObject<WhiteBoxKey>{object, 2, secret_of("another")}), Succeeds());
    EXPECT_EQ(secret(), "another");
}

TEST_P(ObjectsContract, what_goes_with_a_key_goes_with_it) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    const Grant first = new_grant(key.id);
    const Grant stays = new_grant(other.id);
    ASSERT_THAT(mine_.commit(creation_of_object(first), creation_of_object(stays)), Succeeds());
    {
        const auto guard = store_->read();
        EXPECT_THAT(of<Grant>(mine_).of_key(key.id), SizeIs(1));
    }
    ASSERT_THAT(mine_.commit(creation_of_object(new_grant(key.id)), RemoveKey{key.id, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<Grant>(mine_).of_key(key.id), SizeIs(0));
    EXPECT_THAT(of<Grant>(mine_).list(), ElementsAre(of<Grant>(mine_).find(stays.id)));
}

TEST_P(ObjectsContract, what_goes_with_a_key_needs_the_key) {
    EXPECT_THAT(mine_.commit(creation_of_object(new_grant(crypto::random_uuid<KeyId>()))),
                FailsWith(ErrorCode::conflict));
    const Key key = mine_.create_key();
    EXPECT_THAT(neighbour_.commit(creation_of_object(new_grant(key.id))), FailsWith(ErrorCode::conflict));
}

TEST_P(ObjectsContract, there_are_no_more_than_the_change_says) {
    const Key key = mine_.create_key();
    const Key other = mine_.create_key();
    const auto grant = [](const KeyId& of) {
        auto creation = creation_of_object(new_grant(of));
        creation.most = 1;
        return creation;
    };
    ASSERT_THAT(mine_.commit(grant(key.id)), Succeeds());
    EXPECT_THAT(mine_.commit(grant(key.id)), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(grant(other.id)), Succeeds());
}

TEST_P(ObjectsContract, they_are_due_by_their_dates) {
    auto object = create("one");
    object.state = keys::KeyState::pending_deletion;
    object.deletion_date = kCreated + 24h;
    ASSERT_THAT(mine_.commit(PutObject<HostedDataKey>{object, 1}), Succeeds());
    {
        const auto guard = store_->read();
        EXPECT_THAT(of<HostedDataKey>(mine_).due(kCreated + 24h - 1ms), SizeIs(0));
        EXPECT_THAT(of<HostedDataKey>(mine_).due(kCreated + 24h), ElementsAre(object.id));
        EXPECT_THAT(of<HostedDataKey>(neighbour_).due(kCreated + 24h), SizeIs(0));
    }
    object.deletion_date.reset();
    ASSERT_THAT(mine_.commit(PutObject<HostedDataKey>{object, 2}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<HostedDataKey>(mine_).due(kCreated + 48h), SizeIs(0));
}

TEST_P(ObjectsContract, a_removed_tenants_are_gone) {
    const auto object = create("one");
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    mine_.create();
    const auto guard = store_->read();
    EXPECT_THAT(of<HostedDataKey>(mine_).find(object.id), IsNull());
}

}  // namespace
}  // namespace tandem::store
