// Grants over all tenants: found by the key that they are for and by who may end them.

#include "key_store_contract.hpp"

#include <gmock/gmock.h>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

class GrantsContract : public KeyStoreContract {
  protected:
    Grant grant_of(const KeyId& key, std::string retirer = {}) {
        Grant grant;
        grant.id = crypto::random_uuid<ObjectId>();
        grant.created = kCreated;
        grant.key = key;
        grant.grantee = "someone";
        grant.operations = {"sign"};
        grant.retirer = std::move(retirer);
        return grant;
    }
    template <class Tenant>
    Grant put(Tenant& tenant, Grant grant) {
        EXPECT_THAT(tenant.commit(PutObject<Grant>{grant, std::nullopt}), Succeeds());
        return grant;
    }
    std::vector<KeySpaceId> granting(const KeyId& key) {
        const auto guard = store_->read();
        std::vector<KeySpaceId> ids;
        for (const KeySpace* space : store_->granting_spaces(key)) ids.push_back(space->id);
        return ids;
    }
    std::size_t retirable_by(std::string_view principal) {
        const auto guard = store_->read();
        return store_->grants_retirable_by(principal).size();
    }
};
INSTANTIATE_TEST_SUITE_P(Backends, GrantsContract, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

TEST_P(GrantsContract, a_tenant_with_two_grants_for_a_key_is_there_once) {
    const KeyId key = mine_.create_key().id;
    put(mine_, grant_of(key));
    put(mine_, grant_of(key));
    EXPECT_THAT(granting(key), ElementsAre(mine_.space_id()));
    EXPECT_THAT(granting(neighbour_.create_key().id), IsEmpty());
}

TEST_P(GrantsContract, the_last_grant_takes_the_tenant_along) {
    const KeyId key = mine_.create_key().id;
    const Grant first = put(mine_, grant_of(key)), second = put(mine_, grant_of(key));
    ASSERT_THAT(mine_.commit(RemoveObject<Grant>{first.id, 1}), Succeeds());
    EXPECT_THAT(granting(key), SizeIs(1));
    ASSERT_THAT(mine_.commit(RemoveObject<Grant>{second.id, 1}), Succeeds());
    EXPECT_THAT(granting(key), IsEmpty());
}

TEST_P(GrantsContract, a_removed_key_grants_nothing) {
    const KeyId key = mine_.create_key().id;
    put(mine_, grant_of(key, "someone"));
    ASSERT_THAT(mine_.commit(RemoveKey{key, 1}), Succeeds());
    EXPECT_THAT(granting(key), IsEmpty());
    EXPECT_EQ(retirable_by("someone"), 0U);
}

TEST_P(GrantsContract, a_removed_tenant_grants_nothing) {
    const KeyId key = mine_.create_key().id;
    put(mine_, grant_of(key, "someone"));
    ASSERT_THAT(mine_.commit(RemoveTenant{}), Succeeds());
    EXPECT_THAT(granting(key), IsEmpty());
    EXPECT_EQ(retirable_by("someone"), 0U);
}

TEST_P(GrantsContract, who_may_end_a_grant_follows_its_changes) {
    Grant grant = put(mine_, grant_of(mine_.create_key().id, "first"));
    EXPECT_EQ(retirable_by("first"), 1U);
    EXPECT_EQ(retirable_by(""), 0U);
    grant.retirer = "second";
    put(mine_, grant);
    EXPECT_EQ(retirable_by("first"), 0U);
    EXPECT_EQ(retirable_by("second"), 1U);
}

}  // namespace
}  // namespace tandem::store
