// The table of fields: what it lets through, and what it says of itself.

#include "fixture.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/field_policy.hpp"
#include "huawei/wire/key_specs.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace tandem::api::huawei {

namespace {

std::vector<FieldStatus> fields_of(std::string_view name) {
    const auto rows = operations();
    return describe_fields(**std::ranges::find(rows, name, &Operation::name));
}

TEST(HuaweiFieldTable, shows_the_path_before_the_body) {
    const auto rows = fields_of("CreateKmsTag");
    ASSERT_EQ(rows.size(), 4u);
    EXPECT_EQ(rows[0].name, "{key_id}");
    EXPECT_TRUE(rows[0].required);
    EXPECT_EQ(rows[1].name, "tag");
    EXPECT_EQ(rows[2].name, "tag.key");
    EXPECT_THAT(rows[2].range, testing::StartsWith("1 to 36 characters; "));
}

TEST(HuaweiFieldTable, shows_ranges_and_choices) {
    EXPECT_EQ(fields_of("DeleteKey")[1].range, "7 to 1096");
    EXPECT_EQ(fields_of("DeleteKey")[1].type, "decimal string");
    EXPECT_EQ(fields_of("CreateKey")[4].range, "kms, external");
    EXPECT_EQ(fields_of("CreateDatakey")[2].range, "8 to 8192 bits; a multiple of 8");
}

TEST(HuaweiChoices, of_key_specs_are_the_neutral_ones_with_the_vendors_names) {
    for (const auto& [name, spec] : kKeySpecs) EXPECT_EQ(key_spec_name(spec), name);
    EXPECT_EQ(key_spec_name(keys::KeySpec::secp256k1), "SECP256K1");
}

TEST(HuaweiChoices, have_the_first_for_an_absent_field) {
    EXPECT_EQ(value_of(kMessageTypes, ""), crypto::MessageForm::digest);
    EXPECT_EQ(value_of(kMessageTypes, "RAW"), crypto::MessageForm::raw);
    EXPECT_EQ(value_of(kEncryptionAlgorithms, ""), std::nullopt);
}

class HuaweiFields : public HuaweiTest {};

TEST_F(HuaweiFields, take_numbers_and_texts_in_either_spelling) {
    const std::string key = create_key();
    for (const json& bits : {json(256), json("256"), json("0256")})
        EXPECT_EQ(
            call("create-datakey", {{"key_id", key}, {"datakey_length", bits}})["plain_text"].get<std::string>().size(),
            64u);
    EXPECT_EQ(
        error("create-rsa-datakey-pair", {{"key_id", key}, {"key_spec", "RSA_2048"}, {"with_plain_text", "false"}}),
        "");
    EXPECT_EQ(error("update-key-description", {{"key_id", key}, {"key_description", 7}}), "");
    EXPECT_EQ(details(key)["key_description"], "7");
}

TEST_F(HuaweiFields, of_another_type_have_the_error_of_their_limit) {
    const std::string key = create_key();
    EXPECT_EQ(error("describe-key", {{"key_id", json::array()}}), "400 KMS.0205");
    EXPECT_EQ(error("create-key", {{"key_alias", json::object()}}), "400 KMS.1101");
    EXPECT_EQ(error("create-key", {{"key_alias", "a"}, {"key_spec", json::array()}}), "400 KMS.1110");
    EXPECT_EQ(error("encrypt-data", {{"key_id", key}, {"plain_text", json::array()}}), "400 KMS.2101");
    EXPECT_EQ(error("decrypt-data", {{"cipher_text", json::array()}}), "400 KMS.2201");
    EXPECT_EQ(error("encrypt-data", {{"key_id", key}, {"plain_text", "x"}, {"encryption_context", "x"}}),
              "400 KMS.0208");
    EXPECT_EQ(error("create-datakey", {{"key_id", key}, {"datakey_length", json::array()}}), "400 KMS.1901");
}

TEST_F(HuaweiFields, come_before_the_key_is_looked_for) {
    EXPECT_EQ(error("schedule-key-deletion", {{"key_id", kUnknownKey}, {"pending_days", "6"}}), "400 KMS.1401");
    EXPECT_EQ(error("encrypt-data", {{"key_id", kUnknownKey}, {"plain_text", std::string(4097, 'x')}}), "400 KMS.2101");
    EXPECT_EQ(error("create-datakey", {{"key_id", kUnknownKey}, {"datakey_length", "9"}}), "400 KMS.1903");
}

}  // namespace

}  // namespace tandem::api::huawei
