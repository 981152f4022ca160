// Tenants and key spaces out of a database that had tenants alone.

#include "rows/key_space_migration.hpp"

#include "tandem/base/user_error.hpp"

#include "rows/hierarchy.hpp"
#include "rows/row_encoding.hpp"
#include "rows/rows.hpp"
#include "store_test.hpp"

#include <gmock/gmock.h>

#include <map>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

struct ByteSink {
    Bytes bytes{};
    void copy(const void* from, std::size_t count) {
        const auto* first = static_cast<const std::uint8_t*>(from);
        bytes.insert(bytes.end(), first, first + count);
    }
    void append(ByteView more) { tandem::append(bytes, more); }
};

class KeySpaceMigration : public testing::Test {
  protected:
    // A row as it stood before there were key spaces; `name` may be TENANT@REGION.
    void put_old(const std::string& name) {
        const TenantId id = tenant_id_of(name);
        const SecretBytes& tenant_key =
            tenant_keys_.emplace(name, crypto::random_secret(kWrappingKeyBytes)).first->second;
        Bytes sealed = root_key_.seal(tenant_key_place({id.bytes}, 0), tenant_key.expose_secret());
        sealed_.emplace(name, sealed);
        Row row{Table::tenants,
                {to_bytes(id.bytes), name, std::int64_t{1}, std::int64_t{2}, std::string{"domain"},
                 std::string{"domain-name"}, Bytes{0, 0, 0, 0}, std::int64_t{0}, std::move(sealed)}};
        ByteSink sink;
        encode_row(sink, row.table, std::span<const Value>{row.values});
        row.values.emplace_back(to_bytes(mac_key(name).sign(sink.bytes)));
        ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, row}}}), Succeeds());
    }
    crypto::HmacSha256Key mac_key(const std::string& name) const {
        return subkey(tenant_keys_.at(name).expose_secret(), kRowMacPurpose);
    }

    // The migrated rows, in a backend of today.
    void migrate() {
        ASSERT_THAT(migrated_->apply({key_space_rows(*backend_, root_key_)}), Succeeds());
        migrated_->load(Table::tenants, [&](const RowView& row) { tenants_.push_back(*tenant_from(row)); });
        migrated_->load(Table::key_spaces, [&](const RowView& row) { spaces_.push_back(*key_space_from(row)); });
    }
    std::vector<std::string> tenant_names() const {
        std::vector<std::string> names;
        for (const TenantFacts& one : tenants_) names.push_back(one.name);
        return names;
    }
    const KeySpaceRow& space_of(const std::string& old_name) const {
        return *std::ranges::find(spaces_, KeySpaceId{tenant_id_of(old_name).bytes},
                                  [](const KeySpaceRow& one) { return one.place.id; });
    }

    const RecordKey root_key_{{1, 2, 3}, kUnversioned, crypto::random_secret(kWrappingKeyBytes).expose_secret()};
    std::map<std::string, SecretBytes> tenant_keys_;
    std::map<std::string, Bytes> sealed_;
    std::unique_ptr<Backend> backend_ = make_memory_backend();
    std::unique_ptr<Backend> migrated_ = make_memory_backend();
    std::vector<TenantFacts> tenants_;
    std::vector<KeySpaceRow> spaces_;
};

TEST_F(KeySpaceMigration, a_tenant_keeps_its_id_facts_and_sealed_key) {
    put_old("ours");
    migrate();
    ASSERT_THAT(tenant_names(), ElementsAre("ours"));
    EXPECT_EQ(tenants_.front().id, tenant_id_of("ours"));
    EXPECT_EQ(tenants_.front().domain_name, "domain-name");
    EXPECT_EQ(space_of("ours").place.tenant_id, tenant_id_of("ours"));
    EXPECT_EQ(space_of("ours").place.region, "");
    EXPECT_EQ(space_of("ours").sealed_key, sealed_["ours"]);
}

TEST_F(KeySpaceMigration, the_keys_of_a_region_become_a_key_space_of_the_tenant) {
    put_old("ours@east");
    put_old("ours");
    put_old("theirs");
    migrate();
    EXPECT_THAT(tenant_names(), UnorderedElementsAre("ours", "theirs"));
    EXPECT_EQ(spaces_.size(), 3u);
    EXPECT_EQ(space_of("ours@east").place.tenant_id, tenant_id_of("ours"));
    EXPECT_EQ(space_of("ours@east").place.region, "east");
    EXPECT_EQ(space_of("ours@east").sealed_key, sealed_["ours@east"]);
}

TEST_F(KeySpaceMigration, a_region_without_its_tenant_loses_nothing) {
    put_old("gone@east");
    migrate();
    EXPECT_THAT(tenant_names(), ElementsAre("gone@east"));
    EXPECT_EQ(space_of("gone@east").place.tenant_id, tenant_id_of("gone@east"));
    EXPECT_EQ(space_of("gone@east").place.region, "");
}

TEST_F(KeySpaceMigration, each_row_has_a_mac_under_the_key_of_its_own_space) {
    put_old("ours");
    put_old("ours@east");
    migrate();
    migrated_->load(Table::tenants, [&](const RowView& row) { EXPECT_TRUE(mac_holds(row, mac_key("ours"))); });
    migrated_->load(Table::key_spaces, [&](const RowView& row) {
        const bool is_own = key_space_from(row)->place.region.empty();
        EXPECT_TRUE(mac_holds(row, mac_key(is_own ? "ours" : "ours@east")));
    });
}

TEST_F(KeySpaceMigration, a_row_that_was_altered_is_refused) {
    put_old("ours");
    Row altered{Table::tenants, {}};
    backend_->load(Table::tenants, [&](const RowView& row) {
        for (const ValueView& value : row.values) {
            if (const auto* number = std::get_if<0>(&value)) altered.values.emplace_back(*number);
            if (const auto* text = std::get_if<1>(&value)) altered.values.emplace_back(std::string{*text});
            if (const auto* bytes = std::get_if<2>(&value)) altered.values.emplace_back(to_bytes(*bytes));
        }
    });
    altered.values[1] = std::string{"ours@east"};
    ASSERT_THAT(backend_->apply({{{RowWrite::Kind::put, altered}}}), Succeeds());
    EXPECT_THROW((void)key_space_rows(*backend_, root_key_), UserError);
}

}  // namespace
}  // namespace tandem::store
