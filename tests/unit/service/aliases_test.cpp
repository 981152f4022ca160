#include "tandem/service/actions/aliases.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

namespace tandem::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Aliases : public ServiceTest {
  protected:
    std::vector<std::string> names(const store::Key* key = nullptr) {
        std::vector<std::string> names;
        for (const store::Alias* alias : list_aliases(call(), {.key = key}).page) names.push_back(alias->name.str());
        return names;
    }
};
using CreateAlias = Aliases;
using AssociateAlias = Aliases;
using DeleteAliases = Aliases;
using ListAliases = Aliases;

TEST_F(CreateAlias, gives_a_key_a_further_name) {
    const KeyId key = create({.alias = "first"}).id;
    const auto alias = create_alias(call(), at(key), "second");
    ASSERT_THAT(alias, Succeeds());
    EXPECT_EQ(alias->key, key);
    EXPECT_EQ(alias->created, clock_.now());
    EXPECT_EQ((*find_key(call(), AliasName{"second"}))->id, key);
    EXPECT_EQ(current(key)->settings.primary_alias, "first");
}

TEST_F(CreateAlias, refuses_a_taken_name_even_of_the_same_key) {
    const KeyId key = create({.alias = "first"}).id;
    const KeyId other = create().id;
    EXPECT_THAT(create_alias(call(), at(key), "first"), FailsWith(ErrorCode::alias_exists));
    EXPECT_THAT(create_alias(call(), at(other), "first"), FailsWith(ErrorCode::alias_exists));
}

TEST_F(CreateAlias, stops_at_the_keys_limit) {
    services_.limits.max_aliases_per_key = 2;
    const KeyId key = create({.alias = "first"}).id;
    EXPECT_THAT(create_alias(call(), at(key), "second"), Succeeds());
    EXPECT_THAT(create_alias(call(), at(key), "third"), FailsWith(ErrorCode::alias_limit_exceeded));
}

TEST_F(CreateAlias, is_refused_in_pending_deletion) {
    const KeyId key = create().id;
    set_state(key, KeyState::pending_deletion);
    EXPECT_THAT(create_alias(call(), at(key), "x"), FailsWith(ErrorCode::key_pending_deletion));
}

TEST_F(AssociateAlias, moves_a_name_and_leaves_its_creation_date) {
    const KeyId from = create({.alias = "live"}).id;
    const KeyId to = create().id;
    const TimePoint created = clock_.now();
    clock_.advance(Milliseconds{5});
    const auto alias = associate_alias(call(), "live", at(to));
    ASSERT_THAT(alias, Succeeds());
    EXPECT_EQ(alias->key, to);
    EXPECT_EQ(alias->created, created);
    EXPECT_EQ(alias->updated, clock_.now());
    EXPECT_EQ((*find_key(call(), AliasName{"live"}))->id, to);
    EXPECT_EQ(current(from)->settings.primary_alias, "");
    EXPECT_THAT(names(&at(from)), IsEmpty());
}

TEST_F(AssociateAlias, to_the_key_that_has_it_is_success) {
    const KeyId key = create({.alias = "live"}).id;
    EXPECT_THAT(associate_alias(call(), "live", at(key)), Succeeds());
    EXPECT_EQ(current(key)->settings.primary_alias, "live");
}

TEST_F(AssociateAlias, refuses_unknown_names_and_dying_targets) {
    const KeyId key = create({.alias = "live"}).id;
    EXPECT_THAT(associate_alias(call(), "unknown", at(key)), FailsWith(ErrorCode::alias_not_found));
    const KeyId dying = create().id;
    set_state(dying, KeyState::pending_deletion);
    EXPECT_THAT(associate_alias(call(), "live", at(dying)), FailsWith(ErrorCode::key_pending_deletion));
    EXPECT_EQ((*find_key(call(), AliasName{"live"}))->id, key);
}

TEST_F(AssociateAlias, does_not_reach_a_neighbours_name) {
    create({.alias = "live"});
    const store::Key& theirs = **create_key(neighbours_call(), {});
    EXPECT_THAT(associate_alias(neighbours_call(), "live", theirs), FailsWith(ErrorCode::alias_not_found));
}

TEST_F(AssociateAlias, keeps_to_the_targets_limit) {
    services_.limits.max_aliases_per_key = 1;
    create({.alias = "live"});
    const KeyId full = create({.alias = "full"}).id;
    EXPECT_THAT(associate_alias(call(), "live", at(full)), FailsWith(ErrorCode::alias_limit_exceeded));
}

TEST_F(DeleteAliases, removes_all_or_nothing) {
    const KeyId key = create({.alias = "a"}).id;
    ASSERT_THAT(create_alias(call(), at(key), "b"), Succeeds());
    create({.alias = "other"});
    EXPECT_THAT(delete_aliases(call(), at(key), std::vector<std::string>{"b", "other"}),
                FailsWith(ErrorCode::alias_not_found));
    EXPECT_THAT(delete_aliases(call(), at(key), std::vector<std::string>{"b", "absent"}),
                FailsWith(ErrorCode::alias_not_found));
    EXPECT_THAT(names(), ElementsAre("a", "b", "other"));
    EXPECT_THAT(delete_aliases(call(), at(key), std::vector<std::string>{"b", "b"}), Succeeds());
    EXPECT_THAT(names(), ElementsAre("a", "other"));
    EXPECT_EQ(current(key)->settings.primary_alias, "a");
}

TEST_F(DeleteAliases, of_the_primary_one_leaves_none) {
    const KeyId key = create({.alias = "a"}).id;
    EXPECT_THAT(delete_aliases(call(), at(key), std::vector<std::string>{"a"}), Succeeds());
    EXPECT_EQ(current(key)->settings.primary_alias, "");
}

TEST_F(ListAliases, names_those_of_one_key_or_all_but_of_keys_past_their_date) {
    const KeyId first = create({.alias = "b"}).id;
    const KeyId second = create({.alias = "c"}).id;
    ASSERT_THAT(create_alias(call(), at(first), "a"), Succeeds());
    EXPECT_THAT(names(), ElementsAre("a", "b", "c"));
    EXPECT_THAT(names(&at(first)), ElementsAre("a", "b"));
    set_state(second, KeyState::pending_deletion);
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(names(), ElementsAre("a", "b"));
}

// Each writer reads how many aliases there are, and commits only if nobody changed the key meanwhile.
TEST_F(Aliases, writers_that_race_lose_no_alias_and_do_not_pass_the_limit) {
    services_.limits.max_aliases_per_key = 20;
    const KeyId key = create().id;
    std::atomic<std::size_t> made{0};
    std::atomic<int> unexpected{0};
    std::vector<std::thread> writers;
    for (int writer = 0; writer < 4; ++writer) {
        writers.emplace_back([&, writer] {
            const store::ReadGuard guard = store_->read();
            for (int i = 0; i < 12; ++i) {
                const auto alias = create_alias(call(), at(key), std::to_string(writer) + "-" + std::to_string(i));
                if (alias.has_value())
                    ++made;
                else if (alias.error().code != ErrorCode::alias_limit_exceeded &&
                         alias.error().code != ErrorCode::overloaded)
                    ++unexpected;
            }
        });
    }
    for (std::thread& writer : writers) writer.join();
    EXPECT_EQ(unexpected, 0);
    EXPECT_EQ(names(&at(key)).size(), made);
    EXPECT_LE(made, 20u);
}

TEST_F(ListAliases, cuts_pages_and_counts_all) {
    const KeyId key = create({.alias = "b"}).id;
    create({.alias = "c"});
    EXPECT_THAT(create_alias(call(), at(key), "a"), Succeeds());
    const auto page = [this](const ListAliasesInput& input, std::size_t total) {
        const ListAliasesOutput output = list_aliases(call(), input);
        EXPECT_EQ(output.total, total);
        std::vector<std::string> names;
        for (const store::Alias* alias : output.page) names.push_back(alias->name.str());
        return names;
    };
    EXPECT_THAT(page({.offset = 1, .limit = 1}, 3), ElementsAre("b"));
    EXPECT_THAT(page({.offset = 2, .limit = 2}, 3), ElementsAre("c"));
    EXPECT_THAT(page({.offset = 3, .limit = 2}, 3), IsEmpty());
    EXPECT_THAT(page({.key = &at(key), .offset = 1, .limit = 2}, 2), ElementsAre("b"));
    EXPECT_THAT(page({.key = &at(key), .offset = 2, .limit = 2}, 2), IsEmpty());
}

}  // namespace
}  // namespace tandem::service
