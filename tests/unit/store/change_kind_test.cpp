// The numbers of changes in the change log, which databases hold: they never change.

#include "commit/change_kind.hpp"

#include "test_records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace tandem::store {
namespace {

using testing::ElementsAre;

template <class... Changes>
std::vector<int> numbers() {
    return {static_cast<int>(KindOfChange<Changes>::value)...};
}
template <class T>
std::vector<int> numbers_of_object() {
    return numbers<PutObject<T>, RemoveObject<T>>();
}

TEST(ChangeKind, numbers_of_tenants_keys_and_aliases_stay) {
    EXPECT_THAT(
        (numbers<CreateTenant, RemoveTenant, CreateKey, UpdateKey, AddKeyVersion, RemoveKey, PutAlias, RemoveAlias>()),
        ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
    EXPECT_THAT(numbers<PutKey>(), ElementsAre(10));
}

TEST(ChangeKind, numbers_of_credentials_stay) {
    EXPECT_THAT((numbers<PutCredential, RemoveCredential, HoldCredential, HoldEveryCredential>()),
                ElementsAre(8, 9, 27, 28));
}

TEST(ChangeKind, numbers_of_objects_stay) {
    EXPECT_THAT(numbers_of_object<HostedDataKey>(), ElementsAre(11, 12));
    EXPECT_THAT(numbers_of_object<WhiteBoxKey>(), ElementsAre(13, 14));
    EXPECT_THAT(numbers_of_object<ImportToken>(), ElementsAre(15, 16));
    EXPECT_THAT(numbers_of_object<Grant>(), ElementsAre(17, 18));
}

TEST(ChangeKind, goes_by_what_the_change_is) {
    EXPECT_EQ(kind_of(Change{RemoveTenant{}}), ChangeKind::remove_tenant);
    EXPECT_EQ(kind_of(Change{RemoveObject<Grant>{}}), ChangeKind::remove_grant);
    EXPECT_EQ(kind_of(Change{PutObject<Note>{}}), static_cast<ChangeKind>(kRecordKind<Note>.put));
    EXPECT_EQ(kind_of(Change{RemoveObject<Note>{}}), static_cast<ChangeKind>(kRecordKind<Note>.removed));
}

}  // namespace
}  // namespace tandem::store
