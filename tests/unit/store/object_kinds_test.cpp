// A database gives back what was put into it, for every kind of object in the list (store/object_kinds.def).

#include "tandem/store/field_codec.hpp"

#include "commit/change_kind.hpp"
#include "sqlite/sqlite.hpp"
#include "store_test.hpp"
#include "support/field_filler.hpp"

#include <gmock/gmock.h>

namespace tandem::store {
namespace {

using testing::NotNull;

template <class T>
class ObjectKinds : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open() {
        return KeyStore::open(open_sqlite_backend({file_, {}, false}), test_unseal_key(), clock_);
    }
    // One with every field set, and with a secret, stored for a key of "mine".
    T put_filled() {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        mine.create();
        T object;
        object.id = crypto::random_uuid<ObjectId>();
        object.created = kCreated;
        test::FieldFiller filler{mine.create_key().id};
        T::describe(object, filler);
        EXPECT_THAT(mine.commit(PutObject<T>{object, PutObject<T>::kNew, secret_of("secret")}), Succeeds());
        return object;
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "store.db";
    test::FakeClock clock_;
};
TYPED_TEST_SUITE(ObjectKinds, ObjectTypes::Into<testing::Types>);

TYPED_TEST(ObjectKinds, come_back_with_all_fields_and_the_secret) {
    const TypeParam object = this->put_filled();
    const auto store = this->open();
    const auto guard = store->read();
    const Objects<TypeParam> objects{*store->find_tenant_by_name("mine")};
    const TypeParam* found = objects.find(object.id);
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(found->created, object.created);
    EXPECT_EQ(found->revision, 1U);
    EXPECT_EQ(encode_fields(*found), encode_fields(object));
    TypeParam::describe(*found, []<class Field>(std::uint8_t, std::string_view name, const Field& field) {
        EXPECT_FALSE(field == Field{}) << name;
    });
    EXPECT_EQ(as_text(objects.open_secret(*found)->expose_secret()), "secret");
}

TYPED_TEST(ObjectKinds, are_stored_and_logged_under_their_numbers) {
    const TypeParam object = this->put_filled();
    {
        const auto store = this->open();
        TenantInStore mine{*store, "mine"};
        ASSERT_THAT(mine.commit(RemoveObject<TypeParam>{object.id, 1}, PutObject<TypeParam>{object, 0}), Succeeds());
    }
    auto connection = SqliteConnection::open(this->file_.string(), "");
    EXPECT_EQ(*connection->query_text("SELECT kind FROM objects"),
              std::to_string(static_cast<int>(kObjectKind<TypeParam>)));
    const std::string put = std::to_string(static_cast<int>(KindOfChange<PutObject<TypeParam>>::value));
    const std::string removed = std::to_string(static_cast<int>(KindOfChange<RemoveObject<TypeParam>>::value));
    // Behind the tenant's and the key's creation.
    EXPECT_EQ(*connection->query_text("SELECT group_concat(kind) FROM (SELECT kind FROM change_log WHERE epoch > 2 "
                                      "ORDER BY epoch, ordinal)"),
              put + "," + removed + "," + put);
}

// Databases have them.
TEST(ObjectKindNumbers, stay) {
    const auto number = []<class T>(T*) { return static_cast<int>(kObjectKind<T>); };
    std::vector<int> numbers;
    ObjectTypes::for_each([&]<class T>(T* type) { numbers.push_back(number(type)); });
    EXPECT_THAT(numbers, testing::ElementsAre(1, 2, 3, 4));
}

}  // namespace
}  // namespace tandem::store
