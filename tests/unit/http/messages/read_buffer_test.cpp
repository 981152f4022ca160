#include "messages/read_buffer.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace tandem::http {
namespace {

void put(ReadBuffer& buffer, std::string_view text) {
    buffer.make_room(text.size());
    std::copy(text.begin(), text.end(), buffer.free_space().begin());
    buffer.commit(text.size());
}

TEST(ReadBuffer, begins_empty_with_its_reserve) {
    ReadBuffer buffer;
    EXPECT_TRUE(buffer.empty());
    EXPECT_EQ(buffer.free_space().size(), ReadBuffer::kReserved);
}

TEST(ReadBuffer, consumes_from_the_front) {
    ReadBuffer buffer;
    put(buffer, "abcdef");
    buffer.consume(2);
    EXPECT_EQ(buffer.unread(), "cdef");
}

TEST(ReadBuffer, wipes_what_is_consumed) {
    ReadBuffer buffer;
    put(buffer, "secret, rest");
    const char* const at = buffer.data();
    buffer.consume(6);
    EXPECT_EQ((std::string_view{at, 6}), (std::string_view{"\0\0\0\0\0\0", 6}));
}

TEST(ReadBuffer, begins_anew_when_all_is_consumed) {
    ReadBuffer buffer;
    put(buffer, "abc");
    buffer.consume(3);
    EXPECT_EQ(buffer.free_space().size(), ReadBuffer::kReserved);
}

TEST(ReadBuffer, closes_and_wipes_a_gap) {
    ReadBuffer buffer;
    put(buffer, "abcdefgh");
    buffer.erase(2, 3);
    EXPECT_EQ(buffer.unread(), "abfgh");
    EXPECT_EQ(std::string_view(buffer.free_space().data(), 3), (std::string_view{"\0\0\0", 3}));
}

TEST(ReadBuffer, moves_to_the_front_before_it_grows) {
    ReadBuffer buffer;
    put(buffer, std::string(ReadBuffer::kReserved, 'x'));
    buffer.consume(ReadBuffer::kReserved - 3);
    buffer.make_room(100);
    EXPECT_EQ(buffer.unread(), "xxx");
    EXPECT_EQ(buffer.free_space().size(), ReadBuffer::kReserved - 3);
}

TEST(ReadBuffer, grows_when_it_must) {
    ReadBuffer buffer;
    put(buffer, std::string(ReadBuffer::kReserved, 'x'));
    buffer.make_room(1);
    EXPECT_GE(buffer.free_space().size(), 1U);
    EXPECT_EQ(buffer.unread(), std::string(ReadBuffer::kReserved, 'x'));
}

TEST(ReadBuffer, gives_extra_memory_back) {
    ReadBuffer buffer;
    put(buffer, std::string(100'000, 'x'));
    buffer.reset();
    EXPECT_TRUE(buffer.empty());
    EXPECT_EQ(buffer.free_space().size(), ReadBuffer::kReserved);
}

}  // namespace
}  // namespace tandem::http
