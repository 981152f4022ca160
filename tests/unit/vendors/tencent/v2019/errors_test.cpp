#include "tencent/v2019/wire/errors.hpp"

#include "tandem/vendors/vendors.hpp"

#include "tencent/v2019/action.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

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
    for (const Action& action : actions())
        for (const ErrorOverride& exception : action.errors) expect_both_languages(exception.becomes);
}

TEST(Tencent2019Errors, only_faults_of_the_server_are_internal_errors) {
    for (std::size_t i = 0; i < kErrorCodeCount; ++i) {
        const auto code = static_cast<ErrorCode>(i);
        const bool internal = code == ErrorCode::internal || service::place_asked_for(code).has_value();
        EXPECT_EQ(vendor_error(code).vendor_code == "InternalError", internal) << name_of(code);
    }
}

TEST(Tencent2019Actions, are_the_whole_catalogue) {
    EXPECT_EQ(std::ranges::count(actions(), kApiVersion, &Action::version), 69);
    EXPECT_EQ(std::ranges::count(actions(), kTagApiVersion, &Action::version), 2);
    std::set<std::string_view> names;
    for (const Action& action : actions()) {
        EXPECT_TRUE(names.insert(action.name).second) << action.name;
        EXPECT_GT(action.per_second, 0u) << action.name;
    }
}

TEST(Tencent2019Actions, are_found_by_their_exact_name) {
    for (std::size_t i = 0; i < actions().size(); ++i) EXPECT_EQ(find_action(actions()[i].name), i);
    EXPECT_EQ(find_action("encrypt"), std::nullopt);
    EXPECT_EQ(find_action(""), std::nullopt);
    EXPECT_EQ(find_action("Zzz"), std::nullopt);
}

TEST(Tencent2019Actions, tell_what_is_emulated) {
    const auto rows = make_tencent_2019(Settings{})->actions();
    ASSERT_EQ(rows.size(), actions().size());
    const auto emulated = [&](std::string_view name) { return rows[*find_action(name)].emulated; };
    EXPECT_TRUE(emulated("Encrypt"));
    EXPECT_TRUE(emulated("RotateKey"));
    EXPECT_FALSE(emulated("PostQuantumCryptoSign"));
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
