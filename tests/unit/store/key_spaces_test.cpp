// Key spaces: the keys that a tenant has in a region.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::IsNull;
using testing::NotNull;

class KeySpaces : public KeyStoreContract {
  protected:
    [[nodiscard]] const Tenant& tenant() const { return *mine_.tenant(); }
    [[nodiscard]] const KeySpace* east(const Tenant& of) const { return store_->find_key_space(of, "east"); }
    [[nodiscard]] const KeySpace* east() const { return east(tenant()); }

    // A key in the region, of that key space or of the one that the commit makes.
    Result<Epoch> create_key(const Tenant& of, std::string_view region, const Key& key) {
        const auto guard = store_->read();
        return store_->commit(*store_->unstored_key_space(of, region), changes(creation_of(key)));
    }
    std::size_t key_count(const KeySpace& space) const { return store_->key_count(space); }
};
INSTANTIATE_TEST_SUITE_P(Backends, KeySpaces, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

TEST_P(KeySpaces, one_that_is_not_stored_reads_as_empty) {
    const auto guard = store_->read();
    const auto space = store_->unstored_key_space(tenant(), "east");
    EXPECT_THAT(east(), IsNull());
    EXPECT_EQ(key_count(*space), 0u);
    EXPECT_THAT(store_->find_key(*space, new_key().id), IsNull());
    EXPECT_THAT(store_->find_alias(*space, "name"), IsNull());
    EXPECT_EQ(Objects<WhiteBoxKey>{*space}.size(), 0u);
    EXPECT_EQ(&space->tenant(), &tenant());
}

TEST_P(KeySpaces, the_first_commit_makes_it_and_who_read_it_as_empty_sees_it) {
    const auto guard = store_->read();
    const auto space = store_->unstored_key_space(tenant(), "east");
    const Key key = new_key();
    ASSERT_THAT(create_key(tenant(), "east", key), Succeeds());
    ASSERT_THAT(east(), NotNull());
    EXPECT_EQ(store_->find_key(*space, key.id), store_->find_key(*east(), key.id));
    EXPECT_THAT(store_->find_key(tenant(), key.id), IsNull());
    EXPECT_EQ(east()->id, space->id);
    EXPECT_NE(east()->id, tenant().id);
}

TEST_P(KeySpaces, a_commit_that_is_refused_makes_none) {
    const auto guard = store_->read();
    const auto space = store_->unstored_key_space(tenant(), "east");
    EXPECT_THAT(store_->commit(*space, changes(UpdateKey{new_key().id, 1, {}})), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(east(), IsNull());
}

TEST_P(KeySpaces, the_neighbour_has_its_own_of_the_same_region) {
    const auto guard = store_->read();
    const Key key = new_key();
    ASSERT_THAT(create_key(tenant(), "east", key), Succeeds());
    EXPECT_THAT(east(*neighbour_.tenant()), IsNull());
    ASSERT_THAT(create_key(*neighbour_.tenant(), "east", new_key()), Succeeds());
    EXPECT_THAT(store_->find_key(*east(*neighbour_.tenant()), key.id), IsNull());
    EXPECT_NE(east()->derive("label", {}), east(*neighbour_.tenant())->derive("label", {}));
}

TEST_P(KeySpaces, one_whose_id_another_took_is_refused_and_reads_as_empty) {
    const auto guard = store_->read();
    const auto space = store_->unstored_key_space(tenant(), "east");
    const KeySpacePlace taken{space->id, neighbour_.id(), "west"};
    ASSERT_THAT(store_->commit(taken, changes(creation_of(new_key()))), Succeeds());
    EXPECT_EQ(key_count(*space), 0u);
    EXPECT_THAT(create_key(tenant(), "east", new_key()), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(east(), IsNull());
}

TEST_P(KeySpaces, a_region_that_came_to_be_under_another_id_is_not_made_twice) {
    const auto guard = store_->read();
    const auto before = store_->unstored_key_space(tenant(), "east");
    const KeySpacePlace chosen{{crypto::random_id<KeySpaceId>().bytes}, mine_.id(), "east"};
    ASSERT_THAT(store_->commit(chosen, changes(CreateKeySpace{})), Succeeds());
    EXPECT_THAT(store_->commit(*before, changes(creation_of(new_key()))), FailsWith(ErrorCode::conflict));
    EXPECT_EQ(east()->id, chosen.id);
}

TEST_P(KeySpaces, no_id_of_one_stands_for_another) {
    EXPECT_EQ(key_space_id("ours", "east").bytes, tenant_id_of("ours@east").bytes);
    EXPECT_NE(key_space_id("ours", "east"), key_space_id("our", "seast"));
}

TEST_P(KeySpaces, a_tenant_has_so_many_and_no_more) {
    const auto guard = store_->read();
    for (std::size_t i = 0; i + 1 < kMaxKeySpaces; ++i)
        ASSERT_THAT(create_key(tenant(), "r" + std::to_string(i), new_key()), Succeeds());
    EXPECT_THAT(create_key(tenant(), "last", new_key()), Succeeds());
    EXPECT_THAT(create_key(tenant(), "more", new_key()), FailsWith(ErrorCode::region_unsupported));
    EXPECT_THAT(create_key(tenant(), "last", new_key()), Succeeds());
    EXPECT_THAT(create_key(*neighbour_.tenant(), "more", new_key()), Succeeds());
}

TEST_P(KeySpaces, none_is_made_for_a_tenant_that_is_gone) {
    const KeySpacePlace place{key_space_id("ours", "east"), mine_.id(), "east"};
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    EXPECT_THAT(store_->commit(place, changes(creation_of(new_key()))), FailsWith(ErrorCode::credential_unknown));
}

TEST_P(KeySpaces, a_tenant_that_is_made_again_has_its_id_and_another_serial) {
    const auto guard = store_->read();
    const Tenant& before = tenant();
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    mine_.create();
    EXPECT_EQ(tenant().id, before.id);
    EXPECT_NE(tenant().serial, before.serial);
}

TEST_P(KeySpaces, those_of_a_tenant_follow_it_in_lists) {
    const auto guard = store_->read();
    ASSERT_THAT(create_key(tenant(), "west", new_key()), Succeeds());
    ASSERT_THAT(create_key(tenant(), "east", new_key()), Succeeds());
    const auto all = store_->key_spaces();
    EXPECT_THAT(std::vector(all.begin(), all.begin() + 3),
                ElementsAre(static_cast<const KeySpace*>(&tenant()), east(), store_->find_key_space(tenant(), "west")));
    EXPECT_EQ(store_->tenants().size(), 2u);
}

TEST_P(KeySpaces, one_goes_and_leaves_the_tenant_and_the_others) {
    const auto guard = store_->read();
    const Key kept = mine_.create_key();
    ASSERT_THAT(create_key(tenant(), "east", new_key()), Succeeds());
    ASSERT_THAT(create_key(tenant(), "west", new_key()), Succeeds());
    ASSERT_THAT(store_->commit(*east(), changes(RemoveKeySpace{})), Succeeds());
    EXPECT_THAT(east(), IsNull());
    EXPECT_EQ(key_count(*store_->find_key_space(tenant(), "west")), 1u);
    EXPECT_THAT(store_->find_key(tenant(), kept.id), NotNull());
    EXPECT_THAT(store_->commit(own_space(mine_.id()), changes(RemoveKeySpace{})), FailsWith(ErrorCode::internal));
}

TEST_P(KeySpaces, a_tenant_takes_all_of_its_own_along) {
    const auto guard = store_->read();
    ASSERT_THAT(create_key(tenant(), "east", new_key()), Succeeds());
    ASSERT_THAT(create_key(*neighbour_.tenant(), "east", new_key()), Succeeds());
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    EXPECT_EQ(store_->key_spaces().size(), 2u);
    EXPECT_EQ(key_count(*east(*neighbour_.tenant())), 1u);
}

}  // namespace
}  // namespace tandem::store
