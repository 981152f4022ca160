#include "tandem/base/compact_text.hpp"

#include <string>

namespace tandem {
namespace {

TEST(CompactText, holds_every_length_around_that_of_a_byte) {
    for (const std::size_t size : {0, 1, 253, 254, 255, 256, 70'000}) {
        const std::string text(size, 'x');
        EXPECT_EQ(CompactText{text}.view(), text) << size;
        EXPECT_EQ(CompactText{text}.empty(), size == 0) << size;
    }
}

TEST(CompactText, keeps_bytes_that_are_no_letters) {
    const std::string text{"\0\xff\n", 3};
    EXPECT_EQ(CompactText{text}, text);
}

TEST(CompactText, copies_do_not_share) {
    CompactText first{"first"};
    const CompactText second = first;
    first = "other";
    EXPECT_EQ(second, "first");
}

TEST(CompactText, a_text_assigned_to_itself_stays) {
    CompactText text{"same"};
    const CompactText& itself = text;
    text = itself;
    EXPECT_EQ(text, "same");
}

TEST(CompactText, is_ordered_by_bytes) {
    EXPECT_LT(CompactText{"a"}, CompactText{"b"});
    EXPECT_LT(CompactText{"a"}, CompactText{"aa"});
    EXPECT_LT(CompactText{"z"}, CompactText{"\xc3\xa9"});
}

TEST(CompactText, cleared_is_empty) {
    CompactText text{"x"};
    text.clear();
    EXPECT_TRUE(text.empty());
    EXPECT_EQ(text, "");
}

TEST(CompactText, takes_the_room_of_a_pointer) { EXPECT_EQ(sizeof(CompactText), sizeof(void*)); }

}  // namespace
}  // namespace tandem
