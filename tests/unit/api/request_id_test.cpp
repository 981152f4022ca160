#include "tandem/api/request_id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tandem::api {
namespace {

std::string made(RequestIdForm form) {
    RequestFacts facts;
    assign_request_id(facts, form);
    return std::string{facts.request_id()};
}

TEST(RequestId, has_the_form_of_each_vendor) {
    EXPECT_THAT(made(RequestIdForm::uuid), ::testing::MatchesRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
    EXPECT_THAT(made(RequestIdForm::hex), ::testing::MatchesRegex("[0-9a-f]{32}"));
    for (int i = 0; i < 100; ++i) {
        EXPECT_THAT(made(RequestIdForm::digits), ::testing::MatchesRegex("[1-9][0-9]{10}"));
    }
}

TEST(RequestId, is_kept_when_the_exchange_has_one) {
    RequestFacts facts;
    assign_request_id(facts, RequestIdForm::uuid);
    const std::string first{facts.request_id()};
    assign_request_id(facts, RequestIdForm::uuid);
    EXPECT_EQ(facts.request_id(), first);
    facts.clear();
    assign_request_id(facts, RequestIdForm::uuid);
    EXPECT_NE(facts.request_id(), first);
}

}  // namespace
}  // namespace tandem::api
