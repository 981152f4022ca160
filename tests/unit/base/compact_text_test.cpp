#include "tandem/base/compact_text.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

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

TEST(CompactText, a_copy_outlives_what_it_was_made_from) {
    CompactText first{"first"};
    const CompactText second = first;
    first = "other";
    EXPECT_EQ(second, "first");
}

TEST(CompactText, copies_share_their_bytes) {
    const CompactText first{"first"};
    const CompactText second = first;
    EXPECT_EQ(second.view().data(), first.view().data());
}

TEST(CompactText, more_copies_than_can_share_are_all_right) {
    const std::string text = "of many";
    std::vector<CompactText> copies{text};
    for (int i = 1; i < 600; ++i) copies.push_back(copies.front());
    for (const CompactText& copy : copies) EXPECT_EQ(copy, text);
    copies.erase(copies.begin(), copies.begin() + 300);
    for (const CompactText& copy : copies) EXPECT_EQ(copy, text);
}

TEST(CompactText, threads_may_copy_and_drop_the_same) {
    const CompactText text{"of all threads"};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&text] {
            for (int j = 0; j < 20'000; ++j) {
                const std::vector<CompactText> copies(3, text);
                ASSERT_EQ(copies.back(), text);
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(text, "of all threads");
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
