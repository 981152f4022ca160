// Holds that keep credentials out: set, lifted, and there again after the store was closed.

#include "store_test.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::IsNull;
using testing::NotNull;

constexpr TimePoint kHeld = kCreated + 1h;

class CredentialHolds : public testing::Test {
  protected:
    void SetUp() override {
        open();
        mine_.emplace(*store_, "mine");
        neighbour_.emplace(*store_, "neighbour");
        mine_->create();
        neighbour_->create();
        ASSERT_THAT(mine_->put_credential("id", "secret"), Succeeds());
    }
    void open() {
        store_.reset();
        store_ = KeyStore::open(open_sqlite_backend({file_, {}, false}), test_unseal_key(), clock_);
        if (mine_) mine_.emplace(*store_, "mine");
    }
    CredentialFacts facts(std::string_view id = "id") const {
        const auto guard = store_->read();
        const Credential* found = store_->find_credential(id);
        return found == nullptr ? CredentialFacts{} : found->facts;
    }
    std::string secret(std::string_view id = "id") const {
        const auto guard = store_->read();
        const Credential* found = store_->find_credential(id);
        return found == nullptr ? "" : std::string{as_text(found->secret.expose_secret())};
    }
    bool has_mark() const {
        const auto guard = store_->read();
        return store_->find_removed_credential("id") != nullptr;
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "tandem.db";
    test::FakeClock clock_;
    std::unique_ptr<KeyStore> store_;
    std::optional<TenantInStore> mine_, neighbour_;
};

TEST_F(CredentialHolds, a_held_credential_keeps_its_secret_and_is_of_no_use) {
    ASSERT_TRUE(facts().is_usable());
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::disabled, kHeld}), Succeeds());
    open();
    EXPECT_FALSE(facts().is_usable());
    EXPECT_TRUE(facts().enabled);
    EXPECT_EQ(facts().held_since, kHeld);
    EXPECT_EQ(secret(), "secret");
    ASSERT_THAT(mine_->commit(HoldCredential{"id"}), Succeeds());
    open();
    EXPECT_TRUE(facts().is_usable());
    EXPECT_EQ(facts().held_since, OptionalTime{});
}

TEST_F(CredentialHolds, a_removed_one_is_shown_to_nobody_and_stays_a_mark_without_its_secret) {
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::removed, kHeld}), Succeeds());
    for (const bool anew : {false, true}) {
        if (anew) open();
        const auto guard = store_->read();
        EXPECT_THAT(store_->find_credential("id"), IsNull());
        EXPECT_THAT(store_->find_access_key("id"), IsNull());
        EXPECT_TRUE(store_->credentials().empty());
        const Credential* mark = store_->find_removed_credential("id");
        ASSERT_THAT(mark, NotNull());
        EXPECT_TRUE(mark->secret.empty());
        EXPECT_EQ(store_->removed_credentials().size(), 1U);
    }
}

TEST_F(CredentialHolds, lifting_a_removal_forgets_the_credential) {
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::removed, kHeld}), Succeeds());
    ASSERT_THAT(mine_->commit(HoldCredential{"id"}), Succeeds());
    EXPECT_FALSE(has_mark());
    EXPECT_THAT(mine_->commit(HoldCredential{"id"}), FailsWith(ErrorCode::credential_unknown));
    ASSERT_THAT(mine_->put_credential("id", "another"), Succeeds());
    EXPECT_EQ(secret(), "another");
}

TEST_F(CredentialHolds, a_mark_is_taken_by_no_new_credential_and_given_up_for_a_replacement) {
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::removed, kHeld}), Succeeds());
    EXPECT_THAT(mine_->put_credential("id", "new"), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::disabled, kHeld}), Succeeds());
    EXPECT_TRUE(has_mark());
    ASSERT_THAT(mine_->put_credential("id", "new", IfExists::replace), Succeeds());
    EXPECT_FALSE(has_mark());
    EXPECT_EQ(secret(), "new");
}

TEST_F(CredentialHolds, a_neighbour_can_neither_hold_nor_let_in) {
    EXPECT_THAT(neighbour_->commit(HoldCredential{"id", CredentialHold::removed, kHeld}),
                FailsWith(ErrorCode::credential_unknown));
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::disabled, kHeld}), Succeeds());
    EXPECT_THAT(neighbour_->commit(HoldCredential{"id"}), FailsWith(ErrorCode::credential_unknown));
    EXPECT_FALSE(facts().is_usable());
}

TEST_F(CredentialHolds, every_credential_of_every_tenant_is_held_in_one_commit) {
    ASSERT_THAT(neighbour_->put_credential("theirs", "secret"), Succeeds());
    ASSERT_THAT(neighbour_->put_credential("ended", "secret"), Succeeds());
    ASSERT_THAT(neighbour_->commit(HoldCredential{"ended", CredentialHold::removed, kCreated}), Succeeds());
    const Epoch before = store_->epoch();
    ASSERT_THAT(store_->commit(TenantId{}, changes(HoldEveryCredential{kHeld})), Succeeds());
    EXPECT_EQ(store_->epoch(), before + 1);
    open();
    for (const char* id : {"id", "theirs"}) {
        EXPECT_EQ(facts(id).hold, CredentialHold::older_state) << id;
        EXPECT_EQ(facts(id).held_since, kHeld) << id;
        EXPECT_EQ(secret(id), "secret") << id;
    }
    const auto guard = store_->read();
    EXPECT_EQ(store_->find_removed_credential("ended")->facts.held_since, kCreated);
}

TEST_F(CredentialHolds, those_that_are_not_there_are_held_before_they_come) {
    const auto also = {credential_facts("id", mine_->id()), credential_facts("new", mine_->id()),
                       credential_facts("lost", tenant_named("nobody").id)};
    ASSERT_THAT(store_->commit(TenantId{}, changes(HoldEveryCredential{kHeld, also})), Succeeds());
    open();
    EXPECT_EQ(secret("id"), "secret");
    EXPECT_EQ(facts("new").hold, CredentialHold::older_state);
    EXPECT_EQ(secret("new"), "");
    EXPECT_TRUE(facts("lost").id.empty());
}

TEST_F(CredentialHolds, holding_every_credential_stands_alone) {
    EXPECT_THAT(mine_->commit(HoldEveryCredential{kHeld}, RemoveCredential{"id"}), FailsWith(ErrorCode::internal));
    EXPECT_TRUE(facts().is_usable());
}

TEST_F(CredentialHolds, the_marks_of_a_tenant_go_with_it) {
    ASSERT_THAT(mine_->commit(HoldCredential{"id", CredentialHold::removed, kHeld}), Succeeds());
    ASSERT_THAT(mine_->commit(RemoveTenant{}), Succeeds());
    EXPECT_FALSE(has_mark());
    EXPECT_NO_THROW(open());
    EXPECT_FALSE(has_mark());
}

}  // namespace
}  // namespace tandem::store
