#include "rows/record_key.hpp"

#include "rows/hierarchy.hpp"
#include "store_test.hpp"

#include <gtest/gtest.h>

namespace tandem::store {
namespace {

const SecretBytes kWrapping = test_unseal_key(9);
const WrappingKeyId kWrappingId{1, 2, 3};

RecordKey wrapping_key(std::uint32_t version = 0) { return {kWrappingId, version, kWrapping.expose_secret()}; }

TEST(RecordKey, opens_what_it_sealed) {
    const auto id = crypto::random_id<KeySpaceId>();
    const auto place = tenant_key_place(id, 0);
    const auto opened = wrapping_key().open(place, wrapping_key().seal(place, as_bytes("secret")));
    ASSERT_TRUE(opened);
    EXPECT_EQ(as_text(opened->expose_secret()), "secret");
}

TEST(RecordKey, opens_an_empty_secret) {
    const auto place = secret_place({}, "id");
    const auto opened = wrapping_key().open(place, wrapping_key().seal(place, {}));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(opened->empty());
}

TEST(RecordKey, record_begins_with_format_and_wrapping_key) {
    const Bytes record = wrapping_key(0x01020304).seal(secret_place({}, "id"), as_bytes("secret"));
    EXPECT_EQ(record.size(), 1 + 16 + 4 + 16 + 6 + 16 + 16);
    EXPECT_EQ(record[0], 1);
    EXPECT_TRUE(std::equal(kWrappingId.begin(), kWrappingId.end(), record.begin() + 1));
    EXPECT_EQ(load_u32_be(record.data() + 17), 0x01020304U);
}

TEST(RecordKey, two_records_of_one_secret_differ) {
    const auto place = secret_place({}, "id");
    EXPECT_NE(wrapping_key().seal(place, as_bytes("secret")), wrapping_key().seal(place, as_bytes("secret")));
}

TEST(RecordKey, refuses_a_record_of_another_key_or_version) {
    const auto place = secret_place({}, "id");
    const Bytes record = wrapping_key().seal(place, as_bytes("secret"));
    const SecretBytes other = test_unseal_key(8);
    EXPECT_FALSE(wrapping_key(1).open(place, record));
    EXPECT_FALSE((RecordKey{kWrappingId, 0, other.expose_secret()}.open(place, record)));
    EXPECT_FALSE((RecordKey{WrappingKeyId{4}, 0, kWrapping.expose_secret()}.open(place, record)));
}

TEST(RecordKey, refuses_a_record_with_any_byte_changed) {
    const auto place = secret_place({}, "id");
    const Bytes record = wrapping_key().seal(place, as_bytes("secret"));
    for (std::size_t i = 0; i < record.size(); ++i) {
        Bytes changed = record;
        changed[i] ^= 1;
        EXPECT_FALSE(wrapping_key().open(place, changed)) << "byte " << i;
    }
}

TEST(RecordKey, refuses_a_record_of_another_length) {
    const auto place = secret_place({}, "id");
    Bytes record = wrapping_key().seal(place, as_bytes("secret"));
    for (std::size_t size = 0; size < record.size(); ++size) {
        EXPECT_FALSE(wrapping_key().open(place, ByteView{record}.first(size))) << size;
    }
    record.push_back(0);
    EXPECT_FALSE(wrapping_key().open(place, record));
}

TEST(RecordKey, each_part_of_the_place_is_bound) {
    const auto tenant = crypto::random_id<KeySpaceId>();
    const auto key = crypto::random_id<KeyId>();
    const RecordPlace place = material_place(tenant, key, 3);
    const Bytes record = wrapping_key().seal(place, as_bytes("secret"));
    const auto other = crypto::random_id<KeySpaceId>();

    RecordPlace moved = place;
    moved.space = other;
    EXPECT_FALSE(wrapping_key().open(moved, record));
    moved = place;
    moved.table = "keys";
    EXPECT_FALSE(wrapping_key().open(moved, record));
    moved = place;
    moved.object = other.bytes;
    EXPECT_FALSE(wrapping_key().open(moved, record));
    moved = place;
    moved.version = 4;
    EXPECT_FALSE(wrapping_key().open(moved, record));
    moved = place;
    moved.column = "public_key";
    EXPECT_FALSE(wrapping_key().open(moved, record));
    EXPECT_TRUE(wrapping_key().open(place, record));
}

TEST(RecordKey, of_a_hundred_keys_no_record_opens_in_the_place_of_another) {
    constexpr std::size_t kKeys = 100;
    const auto tenant = crypto::random_id<KeySpaceId>();
    const RecordKey wrapping = wrapping_key();
    std::vector<KeyId> ids;
    std::vector<Bytes> records;
    for (std::size_t i = 0; i < kKeys; ++i) {
        ids.push_back(crypto::random_id<KeyId>());
        records.push_back(wrapping.seal(material_place(tenant, ids[i], 0), as_bytes(kMaterial)));
    }
    for (std::size_t i = 0; i < kKeys; ++i) {
        for (std::size_t j = 0; j < kKeys; ++j) {
            ASSERT_EQ(wrapping.open(material_place(tenant, ids[j], 0), records[i]).has_value(), i == j);
        }
    }
}

}  // namespace
}  // namespace tandem::store
