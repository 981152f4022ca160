#include "fields.hpp"

#include "json_reader.hpp"

#include <gtest/gtest.h>

namespace tandem::dialect {
namespace {

constexpr std::array<FieldRule, 8> kRules{{
    {"Text", FieldType::text, true},
    {"Number", FieldType::integer},
    {"Count", FieldType::unsigned_integer},
    {"Flag", FieldType::boolean},
    {"Ids", FieldType::text_list},
    {"Pairs", FieldType::object},
    {"Tags", FieldType::object_list},
    {"Other", FieldType::text},
}};

class FieldsTest : public ::testing::Test {
  protected:
    Result<Fields> json(std::string_view text, const FieldPolicy& policy = {}) {
        value_ = read_json(text, arena_).value();
        return Fields::from_json(value_.get_object(), kRules, policy, arena_);
    }
    Result<Fields> form(std::string_view text, const FieldPolicy& policy = {}) {
        ParameterList list;
        read_urlencoded(text, arena_, list).value();
        constexpr std::array<std::string_view, 1> kCommon{"Action"};
        return Fields::from_parameters(list, kRules, kCommon, policy, arena_);
    }
    static std::string error(const Result<Fields>& fields) {
        if (fields.has_value()) return "accepted";
        return std::string{name_of(fields.error().code)} + " " + fields.error().subject;
    }

    Arena arena_;
    boost::json::value value_;
};

TEST_F(FieldsTest, decode_json_by_type) {
    const auto fields =
        json(R"({"Text":"t","Number":-1,"Count":2,"Flag":true,"Ids":["a","b"],"Pairs":{"k":"v"},"Tags":[{"x":1}]})");
    ASSERT_TRUE(fields.has_value());
    EXPECT_EQ(fields->text("Text"), "t");
    EXPECT_EQ(fields->integer("Number"), -1);
    EXPECT_EQ(fields->integer("Count"), 2);
    EXPECT_EQ(fields->boolean("Flag"), true);
    ASSERT_EQ(fields->list("Ids").size(), 2U);
    EXPECT_EQ(fields->list("Ids")[1], "b");
    EXPECT_EQ(fields->value("Pairs")->as_object().size(), 1U);
    EXPECT_EQ(fields->value("Tags")->as_array().size(), 1U);
    EXPECT_FALSE(fields->has("Other"));
    EXPECT_EQ(fields->text("Other"), "");
}

TEST_F(FieldsTest, refuse_wrong_types) {
    EXPECT_EQ(error(json(R"({"Text":1})")), "parameter_type Text");
    EXPECT_EQ(error(json(R"({"Text":"t","Number":"1"})")), "parameter_type Number");
    EXPECT_EQ(error(json(R"({"Text":"t","Number":18446744073709551615})")), "parameter_type Number");
    EXPECT_EQ(error(json(R"({"Text":"t","Count":-1})")), "parameter_type Count");
    EXPECT_EQ(error(json(R"({"Text":"t","Flag":1})")), "parameter_type Flag");
    EXPECT_EQ(error(json(R"({"Text":"t","Ids":"a"})")), "parameter_type Ids");
    EXPECT_EQ(error(json(R"({"Text":"t","Ids":["a",1]})")), "parameter_type Ids");
    EXPECT_EQ(error(json(R"({"Text":"t","Pairs":[]})")), "parameter_type Pairs");
    EXPECT_EQ(error(json(R"({"Text":"t","Tags":[1]})")), "parameter_type Tags");
}

TEST_F(FieldsTest, take_numbers_as_text_when_the_policy_says_so) {
    const FieldPolicy policy{.numbers_as_text = true};
    const auto fields = json(R"({"Text":7,"Number":"-8","Flag":"false"})", policy);
    ASSERT_TRUE(fields.has_value());
    EXPECT_EQ(fields->text("Text"), "7");
    EXPECT_EQ(fields->integer("Number"), -8);
    EXPECT_EQ(fields->boolean("Flag"), false);
    EXPECT_EQ(error(json(R"({"Text":"t","Number":"8x"})", policy)), "parameter_type Number");
    EXPECT_EQ(error(json(R"({"Text":"t","Number":" 8"})", policy)), "parameter_type Number");
}

TEST_F(FieldsTest, check_unknown_then_missing_then_type) {
    const FieldPolicy policy{.refuse_unknown = true};
    EXPECT_EQ(error(json(R"({"Number":"x","Bogus":1})", policy)), "parameter_unknown Bogus");
    EXPECT_EQ(error(json(R"({"Number":"x"})", policy)), "parameter_missing Text");
    EXPECT_EQ(error(json(R"({"Number":"x","Text":"t"})", policy)), "parameter_type Number");
}

TEST_F(FieldsTest, ignore_unknown_fields_otherwise) { EXPECT_EQ(error(json(R"({"Text":"t","Bogus":1})")), "accepted"); }

TEST_F(FieldsTest, count_null_as_absent) {
    EXPECT_EQ(error(json(R"({"Text":null})")), "parameter_missing Text");
    const auto fields = json(R"({"Text":"t","Number":null})");
    ASSERT_TRUE(fields.has_value());
    EXPECT_FALSE(fields->has("Number"));
}

TEST_F(FieldsTest, count_an_empty_text_as_absent_when_the_policy_says_so) {
    EXPECT_EQ(error(json(R"({"Text":""})", {.empty_is_absent = true})), "parameter_missing Text");
    EXPECT_EQ(error(json(R"({"Text":""})")), "accepted");
}

TEST_F(FieldsTest, fold_the_first_letter_when_the_policy_says_so) {
    const FieldPolicy policy{.fold_first_letter = true};
    EXPECT_EQ(error(json(R"({"text":"t"})")), "parameter_missing Text");
    EXPECT_EQ(json(R"({"text":"t"})", policy)->text("Text"), "t");
    EXPECT_EQ(error(json(R"({"text":"t","Text":"u"})", policy)), "parameter_duplicate Text");
    EXPECT_EQ(error(json(R"({"tExt":"t"})", policy)), "parameter_missing Text");
}

TEST_F(FieldsTest, decode_flattened_parameters) {
    const auto fields = form(
        "Action=X&Text=t&Number=-3&Flag=true&Ids.1=b&Ids.0=a&Pairs.k=v&Tags.0.TagKey=env&Tags.0.TagValue=p&"
        "Tags.1.TagKey=q",
        {.refuse_unknown = true});
    ASSERT_TRUE(fields.has_value());
    EXPECT_EQ(fields->text("Text"), "t");
    EXPECT_EQ(fields->integer("Number"), -3);
    EXPECT_EQ(fields->boolean("Flag"), true);
    ASSERT_EQ(fields->list("Ids").size(), 2U);
    EXPECT_EQ(fields->list("Ids")[0], "a");
    EXPECT_EQ(fields->value("Pairs")->at("k").as_string(), "v");
    EXPECT_EQ(fields->value("Tags")->at(0).at("TagValue").as_string(), "p");
    EXPECT_EQ(fields->value("Tags")->at(1).at("TagKey").as_string(), "q");
}

TEST_F(FieldsTest, keep_lists_of_more_than_ten_in_order) {
    const auto fields =
        form("Text=t&Ids.0=0&Ids.1=1&Ids.10=10&Ids.2=2&Ids.3=3&Ids.4=4&Ids.5=5&Ids.6=6&Ids.7=7&Ids.8=8&Ids.9=9");
    ASSERT_TRUE(fields.has_value());
    for (std::size_t i = 0; i < 11; ++i) EXPECT_EQ(fields->list("Ids")[i], std::to_string(i));
}

TEST_F(FieldsTest, refuse_flattened_parameters_that_make_no_sense) {
    EXPECT_EQ(error(form("Text=t&Ids.1=b")), "parameter_type Ids");
    EXPECT_EQ(error(form("Text=t&Ids.x=b")), "parameter_type Ids.x");
    EXPECT_EQ(error(form("Text=t&Ids.99999999999=b")), "parameter_type Ids.99999999999");
    EXPECT_EQ(error(form("Text=t&Ids.1000=b")), "parameter_type Ids.1000");
    EXPECT_EQ(error(form("Text=t&Ids.-1=b")), "parameter_type Ids.-1");
    EXPECT_EQ(error(form("Text=t&Ids=b")), "parameter_type Ids");
    EXPECT_EQ(error(form("Text=t&Tags.0=b")), "parameter_type Tags.0");
    EXPECT_EQ(error(form("Text=t&Ids.0.x=b")), "parameter_type Ids.0.x");
    EXPECT_EQ(error(form("Text=t&Text=u")), "parameter_duplicate Text");
    EXPECT_EQ(error(form("Text=t&Ids.0=a&Ids.0=b")), "parameter_duplicate Ids.0");
    EXPECT_EQ(error(form("Text=t&Text.x=u", {.refuse_unknown = true})), "parameter_unknown Text.x");
}

}  // namespace
}  // namespace tandem::dialect
