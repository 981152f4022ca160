#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace tandem {
namespace {

TEST(UserError, is_a_line_of_place_text_and_remedy) {
    const UserError error{UserError::configuration,
                          {.place = "t.yaml:3:5", .text = "no number", .remedy = "write 1 to 9"}};
    EXPECT_STREQ(error.what(), "t.yaml:3:5: no number; write 1 to 9");
    EXPECT_EQ(error.place(), "t.yaml:3:5");
    EXPECT_EQ(error.text(), "no number");
    EXPECT_EQ(error.remedy(), "write 1 to 9");
    EXPECT_EQ(error.kind(), UserError::configuration);
}

TEST(UserError, leaves_out_what_is_empty) {
    EXPECT_STREQ((UserError{UserError::usage, "which one?"}.what()), "which one?");
    EXPECT_STREQ((UserError{UserError::usage, {.place = "--host", .text = "no address"}}.what()), "--host: no address");
    EXPECT_STREQ((UserError{UserError::usage, {.text = "no command", .remedy = "ask --help"}}.what()),
                 "no command; ask --help");
}

// The fixture for C++ promises that (docs/cpp.md).
TEST(UserError, is_a_runtime_error) { EXPECT_THROW(throw(UserError{UserError::failed, "no"}), std::runtime_error); }

TEST(UserError, is_the_same_when_it_is_copied) {
    static_assert(std::is_nothrow_copy_constructible_v<UserError>);
    const UserError error{UserError::conflict, {.place = "p", .text = "t", .remedy = "r"}};
    const UserError copy{error};  // NOLINT(performance-unnecessary-copy-initialization): that is what is tested
    EXPECT_STREQ(copy.what(), "p: t; r");
    EXPECT_EQ(copy.kind(), UserError::conflict);
}

struct Row {
    UserError::Kind kind;
};

constexpr std::array<Row, UserError::kKinds> every_kind() {
    std::array<Row, UserError::kKinds> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].kind = static_cast<UserError::Kind>(i);
    return rows;
}

TEST(UserErrorTable, has_each_kind_once_and_in_order) {
    constexpr auto kRows = every_kind();
    static_assert(has_each_kind(kRows));
    auto swapped = kRows;
    std::swap(swapped[1], swapped[2]);
    EXPECT_FALSE(has_each_kind(swapped));
    EXPECT_FALSE(has_each_kind(std::span{kRows}.first(UserError::kKinds - 1)));
}

}  // namespace
}  // namespace tandem
