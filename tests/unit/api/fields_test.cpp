#include "tandem/api/fields.hpp"

#include "tandem/api/json_reader.hpp"

#include <gtest/gtest.h>

namespace tandem::api {
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

TEST_F(FieldsTest, take_every_unsigned_number_and_leave_the_greatest_to_the_limits) {
    constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
    for (const std::string number : {"9223372036854775807", "9223372036854775808", "18446744073709551615"}) {
        EXPECT_EQ(json(R"({"Text":"t","Count":)" + number + "}")->integer("Count"), kGreatest) << number;
        EXPECT_EQ(form("Text=t&Count=" + number)->integer("Count"), kGreatest) << number;
    }
    EXPECT_EQ(error(form("Text=t&Count=18446744073709551616")), "parameter_type Count");
    EXPECT_EQ(error(form("Text=t&Count=-1")), "parameter_type Count");
    EXPECT_EQ(error(json(R"({"Text":"t","Number":9223372036854775808})")), "parameter_type Number");
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

// ---- limits and members ----

bool is_lower(std::string_view text) noexcept {
    return text.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

constexpr FieldLimit kTwoToFour{.breach = ErrorCode::page_limit_invalid, .least = 2, .most = 4};
constexpr FieldLimit kLower{.form = "lower case", .breach = ErrorCode::alias_malformed, .pattern = is_lower};
constexpr FieldRule kTagRules[] = {{"TagKey", FieldType::text, true, &kLower}, {"Values", FieldType::text_list}};
constexpr FieldMembers kTagMembers{kTagRules};
constexpr FieldRule kPairRules[] = {{"Uin", FieldType::unsigned_integer}};
constexpr FieldMembers kPairMembers{kPairRules};
constexpr std::string_view kLetters[] = {"a", "b"};
constexpr FieldLimit kOneLetter{.breach = ErrorCode::key_type_invalid, .choices = kLetters};
constexpr FieldLimit kWholeBytes{.breach = ErrorCode::data_key_length_not_bytes, .step = 8};
constexpr FieldLimit kBits{.breach = ErrorCode::data_key_length_invalid, .least = 8, .most = 16, .also = &kWholeBytes};
constexpr FieldLimit kTwoCharacters{
    .breach = ErrorCode::description_too_long, .most = 2, .in_characters = true, .empty_is_given = true};
constexpr std::array<FieldRule, 11> kLimitRules{{
    {"Kind", FieldType::text, false, &kOneLetter},
    {"Kinds", FieldType::text_list, false, &kOneLetter},
    {"Bits", FieldType::decimal, false, &kBits},
    {"Title", FieldType::text, false, &kTwoCharacters},
    {"Count", FieldType::unsigned_integer, false, &kTwoToFour},
    {"Text", FieldType::text, false, &kTwoToFour},
    {"Ids", FieldType::text_list, false, &kTwoToFour},
    {"Names", FieldType::text_list, false, &kLower},
    {"Name", FieldType::text, false, &kLower},
    {"Tags", FieldType::object_list, false, nullptr, &kTagMembers},
    {"Pairs", FieldType::object, false, nullptr, &kPairMembers},
}};

class FieldLimitsTest : public FieldsTest {
  protected:
    std::string json_error(std::string_view text, const FieldPolicy& policy = {.refuse_unknown = true}) {
        value_ = read_json(text, arena_).value();
        return limit_error(Fields::from_json(value_.get_object(), kLimitRules, policy, arena_));
    }
    static std::string limit_error(const Result<Fields>& fields) {
        if (fields.has_error()) return error(fields);
        const Result<void> checked = fields->check_limits();
        return checked.has_value() ? "accepted" : error(checked.error());
    }
    Result<Fields> flat(std::string_view text) {
        ParameterList list;
        read_urlencoded(text, arena_, list).value();
        return Fields::from_parameters(list, kLimitRules, {}, {.refuse_unknown = true}, arena_);
    }
};

TEST_F(FieldLimitsTest, bound_integers_texts_and_lists) {
    const std::string breach = "page_limit_invalid ";
    EXPECT_EQ(json_error(R"({"Count":1})"), breach + "Count");
    EXPECT_EQ(json_error(R"({"Count":2})"), "accepted");
    EXPECT_EQ(json_error(R"({"Count":4})"), "accepted");
    EXPECT_EQ(json_error(R"({"Count":5})"), breach + "Count");
    EXPECT_EQ(json_error(R"({"Text":"a"})"), breach + "Text");
    EXPECT_EQ(json_error(R"({"Text":"abcd"})"), "accepted");
    EXPECT_EQ(json_error(R"({"Text":"abcde"})"), breach + "Text");
    EXPECT_EQ(json_error(R"({"Ids":["a"]})"), breach + "Ids");
    EXPECT_EQ(json_error(R"({"Ids":["a","b"]})"), "accepted");
    EXPECT_EQ(json_error(R"({"Ids":["a","b","c","d","e"]})"), breach + "Ids");
    EXPECT_EQ(json_error(R"({"Ids":null,"Text":null,"Count":null})"), "accepted");
}

TEST_F(FieldLimitsTest, hold_a_pattern_for_a_text_and_for_each_of_a_list) {
    EXPECT_EQ(json_error(R"({"Name":"A"})"), "alias_malformed Name");
    EXPECT_EQ(json_error(R"({"Name":"a"})"), "accepted");
    EXPECT_EQ(json_error(R"({"Names":["a","B"]})"), "alias_malformed Names");
    EXPECT_EQ(json_error(R"({"Names":["a","b"]})"), "accepted");
}

TEST_F(FieldLimitsTest, hold_choices_for_a_text_and_for_each_of_a_list) {
    EXPECT_EQ(json_error(R"({"Kind":"b"})"), "accepted");
    EXPECT_EQ(json_error(R"({"Kind":"c"})"), "key_type_invalid Kind");
    EXPECT_EQ(json_error(R"({"Kinds":["a","b"]})"), "accepted");
    EXPECT_EQ(json_error(R"({"Kinds":["a","c"]})"), "key_type_invalid Kinds");
}

TEST_F(FieldLimitsTest, hold_a_chain_in_its_order) {
    EXPECT_EQ(json_error(R"({"Bits":0})"), "data_key_length_invalid Bits");
    EXPECT_EQ(json_error(R"({"Bits":9})"), "data_key_length_not_bytes Bits");
    EXPECT_EQ(json_error(R"({"Bits":17})"), "data_key_length_invalid Bits");
    for (const std::string bits : {"8", "16"}) EXPECT_EQ(json_error(R"({"Bits":)" + bits + "}"), "accepted");
}

TEST_F(FieldLimitsTest, take_decimals_in_either_spelling) {
    EXPECT_EQ(json_error(R"({"Bits":"8"})"), "accepted");
    for (const std::string bits : {R"("x")", R"("-8")", R"("8 ")", R"("")", "-8", "true", "18446744073709551615"})
        EXPECT_EQ(json_error(R"({"Bits":)" + bits + "}"), "parameter_type Bits") << bits;
}

TEST_F(FieldLimitsTest, count_characters_when_the_limit_says_so) {
    EXPECT_EQ(json_error(R"({"Title":"üü"})"), "accepted");
    EXPECT_EQ(json_error(R"({"Title":"üüü"})"), "description_too_long Title");
}

TEST_F(FieldLimitsTest, are_breached_by_another_type_when_the_policy_says_so) {
    const FieldPolicy policy{.type_is_limit = true};
    EXPECT_EQ(json_error(R"({"Bits":"x"})", policy), "data_key_length_invalid Bits");
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":1}]})", policy), "alias_malformed Tags.0.TagKey");
    EXPECT_EQ(json_error(R"({"Tags":1})", policy), "parameter_type Tags");
}

TEST_F(FieldLimitsTest, make_an_empty_text_a_value_when_they_say_so) {
    const FieldPolicy policy{.empty_is_absent = true};
    value_ = read_json(R"({"Title":"","Name":""})", arena_).value();
    const auto fields = Fields::from_json(value_.get_object(), kLimitRules, policy, arena_);
    ASSERT_TRUE(fields.has_value());
    EXPECT_TRUE(fields->has("Title"));
    EXPECT_FALSE(fields->has("Name"));
}

TEST_F(FieldLimitsTest, come_last_and_in_the_tables_order) {
    EXPECT_EQ(json_error(R"({"Name":"A","Count":9,"Ids":1})"), "parameter_type Ids");
    EXPECT_EQ(json_error(R"({"Name":"A","Count":9,"Tags":[{}]})"), "parameter_missing Tags.0.TagKey");
    EXPECT_EQ(json_error(R"({"Name":"A","Count":9})"), "page_limit_invalid Count");
}

TEST_F(FieldLimitsTest, members_of_objects_are_checked_like_fields) {
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":"a"},{"TagKey":"a","Bogus":1}]})"), "parameter_unknown Tags.1.Bogus");
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":"a","Bogus":1}]})", {}), "accepted");
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":1}]})"), "parameter_type Tags.0.TagKey");
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":"a","Values":[1]}]})"), "parameter_type Tags.0.Values");
    EXPECT_EQ(json_error(R"({"Tags":[{"TagKey":"A"}]})"), "alias_malformed Tags.0.TagKey");
    EXPECT_EQ(json_error(R"({"Pairs":{"Uin":"1"}})"), "parameter_type Pairs.Uin");
    EXPECT_EQ(json_error(R"({"Pairs":{"Uin":1}})"), "accepted");
}

TEST_F(FieldLimitsTest, hold_for_flattened_parameters) {
    EXPECT_EQ(limit_error(flat("Count=5")), "page_limit_invalid Count");
    EXPECT_EQ(limit_error(flat("Ids.0=a")), "page_limit_invalid Ids");
    EXPECT_EQ(limit_error(flat("Pairs.Uin=1")), "accepted");
    EXPECT_EQ(limit_error(flat("Pairs.Uin=x")), "parameter_type Pairs.Uin");
    EXPECT_EQ(limit_error(flat("Tags.0.Bogus=x&Tags.0.TagKey=a")), "parameter_unknown Tags.0.Bogus");
}

TEST_F(FieldLimitsTest, lists_within_a_list_come_flattened_too) {
    const auto fields = flat("Tags.0.TagKey=env&Tags.0.Values.1=b&Tags.0.Values.0=a");
    ASSERT_TRUE(fields.has_value());
    const auto& values = fields->value("Tags")->at(0).at("Values").as_array();
    ASSERT_EQ(values.size(), 2U);
    EXPECT_EQ(values[1].as_string(), "b");
    EXPECT_EQ(limit_error(flat("Tags.0.TagKey=a&Tags.0.Values.100=b")), "parameter_type Tags.0.Values.100");
    EXPECT_EQ(limit_error(flat("Tags.0.TagKey=a&Tags.0.Values.99=b")), "parameter_type Tags.0.Values");
    EXPECT_EQ(limit_error(flat("Tags.0.TagKey=a&Tags.0.Values=b&Tags.0.Values.0=c")),
              "parameter_duplicate Tags.0.Values.0");
    EXPECT_EQ(limit_error(flat("Tags.0.TagKey=a&Tags.0.Values=b")), "parameter_type Tags.0.Values");
    EXPECT_EQ(limit_error(flat("Tags.0.TagKey=a&Tags.0.Values.0=b&Tags.0.Values=c")),
              "parameter_duplicate Tags.0.Values");
}

}  // namespace
}  // namespace tandem::api
