#include "tandem/service/actions/grants.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

class Grants : public ServiceTest {
  protected:
    static constexpr Principal kCaller{.user = "user", .domain = "domain"};

    const Grant& grant(std::vector<std::string> operations, std::string grantee = "user", bool is_domain = false) {
        return **create_grant(call(), {.key = at(key_.id),
                                       .grantee = std::move(grantee),
                                       .grantee_is_domain = is_domain,
                                       .operations = std::move(operations),
                                       .issuer = "issuer"});
    }
    Result<const store::KeySpace*> grantor(std::string_view operation) {
        return find_grantor(services_, neighbour_, kCaller, key_.id, operation);
    }
    const store::Key& key_ = create();
};

TEST_F(Grants, a_grant_leads_its_grantee_to_the_key_and_its_operations_alone) {
    EXPECT_THAT(grantor("sign"), FailsWith(ErrorCode::key_not_found));
    grant({"sign", "verify"});
    EXPECT_EQ(*grantor("sign"), &tenant_);
    EXPECT_EQ(*grantor("verify"), &tenant_);
    EXPECT_THAT(grantor("encrypt"), FailsWith(ErrorCode::not_authorized));
}

TEST_F(Grants, another_user_finds_no_key) {
    grant({"sign"}, "somebody");
    EXPECT_THAT(grantor("sign"), FailsWith(ErrorCode::key_not_found));
}

TEST_F(Grants, a_domain_is_not_taken_for_a_user) {
    const ObjectId as_user = grant({"sign"}, "domain").id;
    EXPECT_THAT(grantor("sign"), FailsWith(ErrorCode::key_not_found));
    ASSERT_THAT(remove_grant(call(), key_.id, as_user), Succeeds());
    grant({"sign"}, "domain", true);
    EXPECT_THAT(grantor("sign"), Succeeds());
}

TEST_F(Grants, a_removed_grant_leads_nowhere) {
    const ObjectId id = grant({"sign"}).id;
    ASSERT_THAT(remove_grant(call(), key_.id, id), Succeeds());
    EXPECT_THAT(grantor("sign"), FailsWith(ErrorCode::key_not_found));
    EXPECT_THAT(remove_grant(call(), key_.id, id), FailsWith(ErrorCode::grant_not_found));
}

TEST_F(Grants, a_second_grant_adds_to_the_first) {
    grant({"sign"});
    const ObjectId second = grant({"verify"}).id;
    EXPECT_THAT(grantor("sign"), Succeeds());
    EXPECT_THAT(grantor("verify"), Succeeds());
    ASSERT_THAT(remove_grant(call(), key_.id, second), Succeeds());
    EXPECT_THAT(grantor("sign"), Succeeds());
    EXPECT_THAT(grantor("verify"), FailsWith(ErrorCode::not_authorized));
}

TEST_F(Grants, a_grant_of_another_key_is_told_from_none) {
    const ObjectId id = grant({"sign"}).id;
    const KeyId other = create().id;
    EXPECT_THAT(find_grant(call(), other, id), FailsWith(ErrorCode::grant_of_another_key));
    EXPECT_THAT(find_grant(neighbours_call(), key_.id, id), FailsWith(ErrorCode::grant_not_found));
}

TEST_F(Grants, a_key_has_room_for_so_many) {
    services_.limits.max_grants_per_key = 2;
    grant({"sign"});
    grant({"sign"});
    const CreateGrantInput more{.key = key_, .grantee = "user", .operations = {"sign"}, .issuer = "issuer"};
    EXPECT_THAT(create_grant(call(), more), FailsWith(ErrorCode::grant_limit_exceeded));
    const CreateGrantInput elsewhere{.key = create(), .grantee = "user", .operations = {"sign"}, .issuer = "i"};
    EXPECT_THAT(create_grant(call(), elsewhere), Succeeds());
}

TEST_F(Grants, granting_needs_an_enabled_key) {
    const auto granted = [&] {
        return create_grant(call(),
                            {.key = at(key_.id), .grantee = "user", .operations = {"sign"}, .issuer = "issuer"});
    };
    set_state(key_.id, KeyState::disabled);
    EXPECT_THAT(granted(), FailsWith(ErrorCode::key_disabled));
    set_state(key_.id, KeyState::pending_deletion);
    EXPECT_THAT(granted(), FailsWith(ErrorCode::key_pending_deletion));
    set_state(key_.id, KeyState::pending_import);
    EXPECT_THAT(granted(), FailsWith(ErrorCode::key_pending_import));
    EXPECT_THAT(grants_of_key(call(), at(key_.id)), IsEmpty());
}

TEST_F(Grants, they_are_listed_by_key) {
    grant({"sign"});
    grant({"verify"});
    EXPECT_THAT(grants_of_key(call(), at(key_.id)), SizeIs(2));
    EXPECT_THAT(grants_of_key(call(), create()), IsEmpty());
}

}  // namespace
}  // namespace tandem::service
