// Fields as bytes and back.

#include "tandem/store/field_codec.hpp"

#include "tandem/store/objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

KeyAttributes some_attributes() {
    KeyAttributes attributes;
    attributes.rotation = {true, 365, from_milliseconds(1'000), from_milliseconds(2'000)};
    attributes.tags = {{"team", "payments"}, {"empty", ""}};
    attributes.bound_resources = {{"ssm", "secret-1"}};
    attributes.material_expires = from_milliseconds(-5);
    attributes.imported_fingerprints = {{1, 2, 3}, {}};
    return attributes;
}

TEST(FieldCodec, what_is_as_new_takes_no_bytes) { EXPECT_THAT(encode_fields(KeyAttributes{}), IsEmpty()); }

TEST(FieldCodec, everything_comes_back) {
    KeyAttributes decoded;
    ASSERT_TRUE(decode_fields(encode_fields(some_attributes()), decoded));
    EXPECT_EQ(decoded, some_attributes());
}

TEST(FieldCodec, a_field_is_its_number_its_length_and_its_value) {
    Tag tag{"k", ""};
    EXPECT_THAT(encode_fields(tag), ElementsAre(1, 0, 0, 0, 1, 'k'));
}

TEST(FieldCodec, a_field_that_is_not_known_is_refused) {
    KeyAttributes decoded;
    EXPECT_FALSE(decode_fields(Bytes{99, 0, 0, 0, 1, 7}, decoded));
}

TEST(FieldCodec, every_shortened_form_is_refused_or_is_another_whole) {
    const Bytes whole = encode_fields(some_attributes());
    for (std::size_t size = 1; size < whole.size(); ++size) {
        KeyAttributes decoded;
        const bool good = decode_fields(ByteView{whole}.first(size), decoded);
        EXPECT_TRUE(!good || encode_fields(decoded).size() == size) << size;
    }
}

TEST(FieldCodec, a_number_that_is_too_large_for_its_field_is_refused) {
    Bytes encoded{4, 0, 0, 0, 8};  // bytes, of 32 bits
    append_u64_be(encoded, std::uint64_t{1} << 32);
    HostedDataKey decoded;
    EXPECT_FALSE(decode_fields(encoded, decoded));
}

}  // namespace
}  // namespace tandem::store
