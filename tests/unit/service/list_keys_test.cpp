#include "tandem/service/actions/list_keys.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

namespace tandem::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class ListKeys : public ServiceTest {
  protected:
    ListKeys() {
        for (int i = 0; i < 3; ++i) {
            ids_.push_back(create().id);
            clock_.advance(Milliseconds{1});
        }
    }
    std::vector<KeyId> page(const ListKeysInput& input, std::size_t total = 3) {
        const ListKeysOutput output = *list_keys(call(), input, kQuickWalk);
        EXPECT_EQ(output.total, total);
        std::vector<KeyId> ids;
        for (const store::Key* key : output.page) ids.push_back(key->id);
        return ids;
    }
    std::vector<KeyId> ids_;  // oldest first
};

TEST_F(ListKeys, gives_the_newest_first_unless_asked_otherwise) {
    EXPECT_THAT(page({}), ElementsAre(ids_[2], ids_[1], ids_[0]));
    EXPECT_THAT(page({.oldest_first = true}), ElementsAre(ids_[0], ids_[1], ids_[2]));
}

TEST_F(ListKeys, cuts_pages_and_gives_none_past_the_end) {
    EXPECT_THAT(page({.offset = 0, .limit = 2}), ElementsAre(ids_[2], ids_[1]));
    EXPECT_THAT(page({.offset = 2, .limit = 2}), ElementsAre(ids_[0]));
    EXPECT_THAT(page({.offset = 3, .limit = 2}), IsEmpty());
    EXPECT_THAT(page({.offset = SIZE_MAX, .limit = SIZE_MAX}), IsEmpty());
}

TEST_F(ListKeys, looks_at_no_more_keys_than_it_may) {
    const ListKeysInput search{.matches = [](const store::Key&) { return true; }};
    EXPECT_EQ(list_keys(call(), search, 3)->total, 3u);
    EXPECT_EQ(list_keys(call(), search, 2), std::nullopt);
    EXPECT_EQ(list_keys(call(), search, kEveryKey)->total, 3u);
    EXPECT_EQ(list_keys(call(), {}, 0)->total, 3u) << "none has to be looked at";
}

TEST_F(ListKeys, counts_what_matches) {
    set_state(ids_[1], KeyState::disabled);
    const ListKeysInput disabled{
        .matches = [](const store::Key& key) { return key.settings.state == KeyState::disabled; }};
    EXPECT_THAT(page(disabled, 1), ElementsAre(ids_[1]));
}

TEST_F(ListKeys, takes_keys_of_the_classes_asked_for) {
    set_state(ids_[1], KeyState::disabled);
    const auto enabled = [](const keys::KeyClass& one) { return one.state == KeyState::enabled; };
    EXPECT_THAT(page({.of_class = enabled}, 2), ElementsAre(ids_[2], ids_[0]));
    EXPECT_THAT(page({.oldest_first = true, .of_class = enabled}, 2), ElementsAre(ids_[0], ids_[2]));
    EXPECT_THAT(page({.of_class = [](const keys::KeyClass&) { return true; }}), ElementsAre(ids_[2], ids_[1], ids_[0]));
    EXPECT_THAT(page({.of_class = [](const keys::KeyClass&) { return false; }}, 0), IsEmpty());
}

TEST_F(ListKeys, cuts_pages_of_the_classes_asked_for) {
    set_state(ids_[1], KeyState::disabled);
    const auto enabled = [](const keys::KeyClass& one) { return one.state == KeyState::enabled; };
    EXPECT_THAT(page({.offset = 0, .limit = 0, .of_class = enabled}, 2), IsEmpty());
    EXPECT_THAT(page({.offset = 0, .limit = 1, .of_class = enabled}, 2), ElementsAre(ids_[2]));
    EXPECT_THAT(page({.offset = 1, .limit = 1, .of_class = enabled}, 2), ElementsAre(ids_[0]));
    EXPECT_THAT(page({.offset = 2, .limit = 1, .of_class = enabled}, 2), IsEmpty());
    EXPECT_THAT(page({.offset = SIZE_MAX, .limit = SIZE_MAX, .of_class = enabled}, 2), IsEmpty());
}

TEST_F(ListKeys, looks_for_more_than_the_class_within_the_class) {
    set_state(ids_[1], KeyState::disabled);
    const ListKeysInput input{.of_class = [](const keys::KeyClass& one) { return one.state == KeyState::enabled; },
                              .matches = [this](const store::Key& key) { return key.id != ids_[0]; }};
    EXPECT_THAT(page(input, 1), ElementsAre(ids_[2]));
}

TEST_F(ListKeys, counts_no_key_past_its_deletion_date_in_a_class) {
    set_state(ids_[1], KeyState::pending_deletion);
    const ListKeysInput pending{
        .of_class = [](const keys::KeyClass& one) { return one.state == KeyState::pending_deletion; }};
    EXPECT_THAT(page(pending, 1), ElementsAre(ids_[1]));
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(page(pending, 0), IsEmpty());
}

TEST_F(ListKeys, leaves_out_keys_past_their_deletion_date) {
    set_state(ids_[1], KeyState::pending_deletion);
    EXPECT_THAT(page({}), ElementsAre(ids_[2], ids_[1], ids_[0]));
    clock_.advance(std::chrono::days{7});
    EXPECT_THAT(page({}, 2), ElementsAre(ids_[2], ids_[0]));
}

TEST_F(ListKeys, shows_nothing_of_a_neighbour) { EXPECT_EQ(list_keys(neighbours_call(), {}, kEveryKey)->total, 0u); }

}  // namespace
}  // namespace tandem::service
