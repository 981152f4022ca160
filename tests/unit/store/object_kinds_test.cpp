// Of every kind of object in the list (store/object_kinds.def): a database gives back what was put into it.

#include "change_kind.hpp"
#include "field_codec.hpp"
#include "sqlite.hpp"
#include "store_test.hpp"

#include <gmock/gmock.h>

#include <concepts>
#include <type_traits>

namespace tandem::store {
namespace {

using testing::NotNull;

// Sets fields to what no new object has.
class FieldFiller {
  public:
    explicit FieldFiller(const KeyId& key) : key_(key) {}

    template <class T>
    void operator()(std::uint8_t, std::string_view, T& field) {
        fill(field);
    }

  private:
    void fill(std::string& text) { text = "text " + std::to_string(++count_); }
    void fill(Bytes& bytes) { bytes = {1, 2, static_cast<std::uint8_t>(++count_)}; }
    void fill(TimePoint& time) { time = kCreated + std::chrono::hours{++count_}; }
    void fill(OptionalTime& time) { time = kCreated + std::chrono::hours{++count_}; }
    void fill(KeyId& key) { key = key_; }
    void fill(bool& truth) { truth = true; }
    template <WholeNumber T>
    void fill(T& number) {
        number = static_cast<T>(1);
    }
    template <Described T>
    void fill(T& fields) {
        T::describe(fields, *this);
    }
    template <class T>
        requires(!std::same_as<T, std::uint8_t>)
    void fill(std::vector<T>& items) {
        items.resize(2);
        for (T& item : items) fill(item);
    }

    KeyId key_;
    int count_ = 0;
};

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
        FieldFiller filler{mine.create_key().id};
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
    EXPECT_THAT(numbers, testing::ElementsAre(1, 2, 3, 4, 5, 6, 7, 9));
}

}  // namespace
}  // namespace tandem::store
