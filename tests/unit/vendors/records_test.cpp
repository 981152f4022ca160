// Every kind of record that a server keeps: a database gives back what was put into it.

#include "tandem/vendors/records.hpp"

#include "tandem/crypto/random.hpp"
#include "tandem/store/key_store.hpp"

#include "support/field_filler.hpp"
#include "support/result.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api {

namespace {

using test::Succeeds;
using testing::ElementsAre;
using testing::NotNull;

template <class T>
class Records : public testing::Test {
  protected:
    std::unique_ptr<store::KeyStore> open() {
        return store::KeyStore::open(store::open_sqlite_backend({folder_ / "store.db", {}, false}), SecretBytes{32},
                                     clock_, record_kinds());
    }
    static void commit(store::KeyStore& store, const TenantId& tenant, store::Change change) {
        std::vector<store::Change> changes;
        changes.push_back(std::move(change));
        ASSERT_THAT(store.commit(tenant, std::move(changes)), Succeeds());
    }

    test::TemporaryFolder folder_;
    test::FakeClock clock_;
};
TYPED_TEST_SUITE(Records, RecordTypes::Into<testing::Types>);

TYPED_TEST(Records, come_back_with_all_fields_and_the_secret) {
    store::TenantFacts tenant;
    tenant.id = crypto::random_id<TenantId>();
    tenant.name = "mine";
    TypeParam record;
    record.id = crypto::random_uuid<store::ObjectId>();
    record.created = test::FakeClock::kStart;
    test::FieldFiller filler{KeyId{}};
    TypeParam::describe(record, filler);
    {
        const auto store = this->open();
        this->commit(*store, tenant.id, store::CreateTenant{tenant});
        this->commit(*store, tenant.id,
                     store::PutObject<TypeParam>{record, store::PutObject<TypeParam>::kNew,
                                                 SecretBytes::copy_of(as_bytes("secret"))});
    }
    const auto store = this->open();
    const auto guard = store->read();
    const store::Objects<TypeParam> records{*store->find_tenant_by_name("mine")};
    const TypeParam* found = records.find(record.id);
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(found->created, record.created);
    EXPECT_EQ(store::encode_fields(*found), store::encode_fields(record));
    TypeParam::describe(*found, []<class Field>(std::uint8_t, std::string_view name, const Field& field) {
        EXPECT_FALSE(field == Field{}) << name;
    });
    EXPECT_EQ(as_text(records.open_secret(*found)->expose_secret()), "secret");
}

// Databases have them.
TEST(RecordNumbers, stay) {
    std::vector<std::vector<int>> numbers;
    for (const store::RecordKind& kind : record_kinds()) numbers.push_back({kind.number, kind.put, kind.removed});
    EXPECT_THAT(numbers, ElementsAre(ElementsAre(5, 19, 20), ElementsAre(6, 21, 22), ElementsAre(7, 23, 24),
                                     ElementsAre(9, 25, 26)));
}

}  // namespace

}  // namespace tandem::api
