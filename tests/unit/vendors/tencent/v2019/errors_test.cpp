#include "tencent/v2019/wire/errors.hpp"

#include "tencent/v2019/operation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

using testing::MatchesRegex;

TEST(Tencent2019Errors, map_every_neutral_code) {
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
        const VendorError& row = vendor_error(static_cast<ErrorCode>(i));
        EXPECT_EQ(row.code, static_cast<ErrorCode>(i));
        EXPECT_EQ(row.http_status, 200u);
        EXPECT_THAT(std::string{row.vendor_code}, MatchesRegex("[A-Z][A-Za-z]+(\\.[A-Z][A-Za-z]+)?"))
            << name_of(row.code);
        EXPECT_FALSE(row.text.empty()) << name_of(row.code);
    }
}

TEST(Tencent2019Errors, an_override_wins_over_the_table) {
    constexpr ErrorOverride kOverrides[] = {instead(ErrorCode::key_disabled, "Other.Code", "The CMK is archived.")};
    EXPECT_EQ(vendor_error(ErrorCode::key_disabled, kOverrides).vendor_code, "Other.Code");
    EXPECT_EQ(vendor_error(ErrorCode::key_archived, kOverrides).vendor_code, "ResourceUnavailable.CmkArchived");
}

std::size_t subjects_in(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != std::string_view::npos; at = text.find("{}", at + 2)) ++count;
    return count;
}

void expect_both_languages(const VendorError& error) {
    EXPECT_FALSE(error.text.empty()) << name_of(error.code);
    EXPECT_FALSE(error.chinese.empty()) << name_of(error.code);
    EXPECT_EQ(subjects_in(error.text), subjects_in(error.chinese)) << error.text;
    EXPECT_TRUE(std::ranges::all_of(error.text, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        << error.text;
    EXPECT_TRUE(std::ranges::any_of(error.chinese, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        << error.text;
}

TEST(Tencent2019Errors, have_every_text_in_both_languages) {
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) expect_both_languages(vendor_error(static_cast<ErrorCode>(i)));
    for (const Operation* operation : operations())
        for (const ErrorOverride& exception : operation->errors) expect_both_languages(exception.becomes);
}

TEST(Tencent2019Errors, only_faults_of_the_server_are_internal_errors) {
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const bool internal = code == ErrorCode::internal;
        EXPECT_EQ(vendor_error(code).vendor_code == "InternalError", internal) << name_of(code);
    }
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
