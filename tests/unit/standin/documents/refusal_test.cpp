#include "documents/refusal.hpp"

#include <gtest/gtest.h>

namespace tandem::standin {
namespace {

TEST(Refusal, of_what_the_caller_can_mend_says_so) {
    EXPECT_EQ(refusal_of(UserError::configuration).status, 400u);
    EXPECT_EQ(refusal_of(UserError::not_found).status, 404u);
    EXPECT_EQ(refusal_of(UserError::conflict).status, 409u);
}

TEST(Refusal, of_all_else_is_the_servers_own_trouble) {
    for (const auto kind : {UserError::failed, UserError::damaged, UserError::storage}) {
        EXPECT_EQ(refusal_of(kind).status, 503u);
        EXPECT_EQ(refusal_of(kind).code, ErrorCode::store_unavailable);
    }
}

}  // namespace
}  // namespace tandem::standin
