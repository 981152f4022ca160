// The bounds of fields: patterns, and the vendor's code for a breach.

#include "fixture.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_patterns.hpp"

#include <gtest/gtest.h>

namespace tandem::api::tencent::v2019 {
namespace {

TEST(Tencent2019Patterns, tell_an_alias) {
    for (const std::string& alias : {std::string{"a"}, std::string{"1_-Z"}, std::string(60, 'a'), std::string{"kms-a"}})
        EXPECT_TRUE(is_alias(alias)) << alias;
    for (const std::string& alias : {std::string{}, std::string(61, 'a'), std::string{"-a"}, std::string{"a b"}})
        EXPECT_FALSE(is_alias(alias)) << alias;
    EXPECT_TRUE(is_new_alias("kms"));
    EXPECT_FALSE(is_new_alias("kms-a"));
}

TEST(Tencent2019Patterns, tell_a_device_identity) {
    const std::string right = "01234567-89abcdef012345-01234567890123-abcdefabcdefab-0123456789abcdef";
    EXPECT_TRUE(is_device_identity(right));
    EXPECT_FALSE(is_device_identity(right + "0"));
    EXPECT_FALSE(is_device_identity(right.substr(0, right.size() - 1)));
    for (const std::size_t place : {0UL, 8UL, 20UL, right.size() - 1}) {
        std::string wrong = right;
        wrong[place] = 'A';
        EXPECT_FALSE(is_device_identity(wrong)) << wrong;
    }
    EXPECT_FALSE(is_device_identity(""));
}

TEST(Tencent2019FieldRules, describe_every_limit) {
    for (const Operation* operation : operations()) {
        for (const FieldRule& rule : operation->fields) {
            if (rule.limit == nullptr) continue;
            const FieldLimit& limit = *rule.limit;
            const bool bounded = limit.least != 0 || limit.most != FieldLimit{}.most || !limit.choices.empty();
            EXPECT_TRUE(bounded || !limit.form.empty()) << operation->name << " " << rule.name;
            EXPECT_TRUE(limit.pattern == nullptr || !limit.form.empty()) << operation->name << " " << rule.name;
        }
    }
}

using Tencent2019Limits = Tencent2019Test;

TEST_F(Tencent2019Limits, answer_with_the_code_that_the_action_lists) {
    const auto rotate = [&](int days) {
        return error("EnableKeyRotation", {{"KeyId", kUnknownKey}, {"RotateDays", days}});
    };
    EXPECT_EQ(rotate(6), "InvalidParameterValue");
    EXPECT_NE(rotate(7), "InvalidParameterValue");
    EXPECT_NE(rotate(365), "InvalidParameterValue");
    EXPECT_EQ(rotate(366), "InvalidParameterValue");
    const auto list_of = [](std::size_t ids) { return json(std::vector<std::string>(ids, kUnknownKey)); };
    EXPECT_EQ(error("DescribeDataKeys", {{"DataKeyIds", list_of(0)}}), "InvalidParameterValue");
    EXPECT_EQ(error("DescribeDataKeys", {{"DataKeyIds", list_of(101)}}), "InvalidParameterValue");
    EXPECT_EQ(error("DescribeKeys", {{"KeyIds", list_of(101)}}), "InvalidParameter");
    EXPECT_EQ(error("EnableWhiteBoxKeys", {{"KeyIds", list_of(51)}}), "InvalidParameter");
    EXPECT_EQ(error("ListDataKeys", {{"HsmClusterId", "cls"}}), "InvalidParameterValue.InvalidHsmClusterId");
    EXPECT_EQ(error("ScheduleDataKeyDeletion", {{"DataKeyId", kUnknownKey}, {"PendingWindowInDays", 31}}),
              "InvalidParameter.InvalidPendingWindowInDays");
    EXPECT_EQ(error("CreateWhiteBoxKey", {{"Alias", "a"}, {"Algorithm", "AES_128"}}), "InvalidParameterValue");
    EXPECT_EQ(error("GetParametersForImport",
                    {{"KeyId", kUnknownKey}, {"WrappingAlgorithm", "RSA"}, {"WrappingKeySpec", "RSA_2048"}}),
              "InvalidParameter");
}

TEST_F(Tencent2019Limits, come_before_the_key_is_looked_for) {
    EXPECT_EQ(error("ScheduleKeyDeletion", {{"KeyId", "no id"}, {"PendingWindowInDays", 6}}),
              "InvalidParameter.InvalidPendingWindowInDays");
    EXPECT_EQ(error("UpdateAlias", {{"KeyId", "no id"}, {"Alias", "-"}}), "InvalidParameterValue.InvalidAlias");
}

TEST_F(Tencent2019Limits, leave_the_refused_value_for_people_to_see) {
    use([](AllSettings& s) { s.development = true; });
    EXPECT_EQ(error("ListKeys", {{"Limit", 201}}), "InvalidParameter");
    EXPECT_EQ(last_.facts.decoded, R"({"Limit":201})");
}

TEST_F(Tencent2019Limits, bound_fingerprints) {
    const json one = {{"Identity", "01234567-89abcdef012345-01234567890123-abcdefabcdefab-0123456789abcdef"}};
    const auto overwrite = [&](const json& list) {
        return error("OverwriteWhiteBoxDeviceFingerprints", {{"KeyId", kUnknownKey}, {"DeviceFingerprints", list}});
    };
    EXPECT_EQ(overwrite(std::vector<json>(201, one)), "LimitExceeded.FingerprintsLimitExceeded");
    EXPECT_NE(overwrite(std::vector<json>(200, one)), "LimitExceeded.FingerprintsLimitExceeded");
    EXPECT_EQ(overwrite({{{"Identity", "x"}}}), "InvalidParameterValue");
    EXPECT_EQ(overwrite({{{"Description", "x"}}}), "MissingParameter");
}

TEST_F(Tencent2019Limits, hold_within_tags_and_member_accounts) {
    const auto create = [&](const json& tags) { return error("CreateKey", {{"Alias", "one"}, {"Tags", tags}}); };
    const json unknown = call("CreateKey", {{"Alias", "one"}, {"Tags", {{{"TagKey", "a"}, {"Value", "b"}}}}});
    EXPECT_EQ(code_in(unknown), "UnknownParameter");
    EXPECT_EQ(message_in(unknown), "The parameter `Tags.0.Value` is not recognized.");
    EXPECT_EQ(create({{{"TagKey", "a"}}}), "MissingParameter");
    EXPECT_EQ(create({{{"TagKey", "a"}, {"TagValue", 1}}}), "InvalidParameter");
    EXPECT_EQ(error("DescribeKey", {{"KeyId", create_key()}, {"MemberAccount", {{"MemberUin", "1"}}}}),
              "InvalidParameter");
    const std::string query = "TagFilters.0.TagKey=env&TagFilters.0.TagValue.0=test";
    EXPECT_EQ(send(client_.get("ListKeyDetail", query, now())).at("TotalCount"), 0);
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
