// Fields as bytes and back.

#include "tandem/store/field_codec.hpp"

#include "tandem/store/objects.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

KeyParticulars some_particulars() {
    KeyParticulars particulars;
    particulars.rotation = {true, 365, from_milliseconds(1'000), from_milliseconds(2'000)};
    particulars.tags = {{"team", "payments"}, {"empty", ""}};
    particulars.bound_resources = {{"ssm", "secret-1"}};
    particulars.material_expires = from_milliseconds(-5);
    particulars.imported_fingerprints = {{1, 2, 3}, {}};
    return particulars;
}

TEST(FieldCodec, what_is_as_new_takes_no_bytes) { EXPECT_THAT(encode_fields(KeyParticulars{}), IsEmpty()); }

TEST(FieldCodec, everything_comes_back) {
    KeyParticulars decoded;
    ASSERT_TRUE(decode_fields(encode_fields(some_particulars()), decoded));
    EXPECT_EQ(decoded, some_particulars());
}

TEST(FieldCodec, a_field_is_its_number_its_length_and_its_value) {
    Tag tag{"k", ""};
    EXPECT_THAT(encode_fields(tag), ElementsAre(1, 0, 0, 0, 1, 'k'));
}

TEST(FieldCodec, a_field_that_is_not_known_is_refused) {
    KeyParticulars decoded;
    EXPECT_FALSE(decode_fields(Bytes{99, 0, 0, 0, 1, 7}, decoded));
}

TEST(FieldCodec, every_shortened_form_is_refused_or_is_another_whole) {
    const Bytes whole = encode_fields(some_particulars());
    for (std::size_t size = 1; size < whole.size(); ++size) {
        KeyParticulars decoded;
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
