// A request's fields as a journal shows them: names and choices, never contents.

#include "tandem/api/fields.hpp"
#include "tandem/api/json_reader.hpp"
#include "tandem/base/encoding.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tandem::api {
namespace {

using Described = nlohmann::ordered_json;

constexpr std::array<FieldRule, 9> kDescribedRules{{
    {"KeyId", FieldType::text},
    {"Plaintext", FieldType::text},
    {"EncryptionContext", FieldType::text},
    {"encryption_context", FieldType::object},
    {"Tags", FieldType::object_list},
    {"KeyIds", FieldType::text_list},
    {"Blobs", FieldType::text_list},
    {"Limit", FieldType::unsigned_integer},
    {"IsHostedByKms", FieldType::boolean},
}};

class FieldsDescription : public testing::Test {
  protected:
    Described describe(std::string_view text) {
        value_ = read_json(text, arena_).value();
        return described(Fields::from_json(value_.get_object(), kDescribedRules, {}, arena_).value());
    }
    Described describe_text(std::string_view name, std::string_view text) {
        value_ = boost::json::object{{name, text}};
        return described(Fields::from_json(value_.get_object(), kDescribedRules, {}, arena_).value());
    }
    static Described described(const Fields& fields) {
        RequestFacts facts;
        EXPECT_TRUE(describe_and_check(fields, facts, true).has_value());
        return Described::parse(facts.decoded);
    }

    Arena arena_;
    boost::json::value value_;
};

TEST_F(FieldsDescription, of_no_fields_is_an_empty_object) { EXPECT_EQ(describe("{}"), Described::object()); }

TEST_F(FieldsDescription, shows_names_and_numbers_in_their_types) {
    EXPECT_EQ(describe(R"({"KeyId":"a\"b","Limit":7,"IsHostedByKms":true,"KeyIds":["x","y"]})"),
              (Described{{"KeyId", "a\"b"}, {"KeyIds", {"x", "y"}}, {"Limit", 7}, {"IsHostedByKms", true}}));
}

TEST_F(FieldsDescription, counts_what_may_be_content) {
    EXPECT_EQ(describe(R"({"Plaintext":"secret","EncryptionContext":"{}","Blobs":["abc"]})"),
              (Described{{"Plaintext", "(6 bytes)"}, {"EncryptionContext", "(2 bytes)"}, {"Blobs", {"(3 bytes)"}}}));
}

TEST_F(FieldsDescription, shows_nothing_of_objects) {
    EXPECT_EQ(describe(R"({"encryption_context":{"canary":"canary"},"Tags":[{"canary":"x"}]})"),
              (Described{{"encryption_context", "(an object)"}, {"Tags", "(an object)"}}));
}

TEST_F(FieldsDescription, cuts_a_value_after_256_bytes) {
    for (const std::size_t size : {255, 256})
        EXPECT_EQ(describe_text("KeyId", std::string(size, 'k'))["KeyId"], std::string(size, 'k'));
    EXPECT_EQ(describe_text("KeyId", std::string(257, 'k'))["KeyId"], std::string(256, 'k') + "...");
}

TEST_F(FieldsDescription, cuts_between_characters) {
    for (std::size_t before = 252; before < 257; ++before) {
        const auto shown = describe_text("KeyId", std::string(before, 'k') + "\U0001F511 and more").at("KeyId");
        EXPECT_TRUE(is_valid_utf8(shown.get<std::string>())) << before;
        EXPECT_LE(shown.get<std::string>().size(), 259u);
    }
}

TEST_F(FieldsDescription, counts_what_is_not_utf8) {
    EXPECT_EQ(describe_text("KeyId", "\xff\xfe")["KeyId"], "(2 bytes)");
}

TEST_F(FieldsDescription, shows_16_elements_of_a_list) {
    const auto list_of = [&](std::size_t size) {
        nlohmann::json ids = std::vector<std::string>(size, "k");
        return describe(nlohmann::json{{"KeyIds", ids}}.dump()).at("KeyIds");
    };
    EXPECT_EQ(list_of(16).size(), 16u);
    EXPECT_EQ(list_of(17).size(), 17u);
    EXPECT_EQ(list_of(17).back(), "(1 more)");
    EXPECT_EQ(list_of(100).size(), 17u);
    EXPECT_EQ(list_of(100).back(), "(84 more)");
}

TEST_F(FieldsDescription, replaces_what_an_earlier_run_of_the_request_said) {
    value_ = boost::json::object{{"KeyId", "k"}};
    const auto fields = Fields::from_json(value_.get_object(), kDescribedRules, {}, arena_).value();
    RequestFacts facts;
    EXPECT_TRUE(describe_and_check(fields, facts, true).has_value());
    EXPECT_TRUE(describe_and_check(fields, facts, true).has_value());
    EXPECT_EQ(facts.decoded, R"({"KeyId":"k"})");
}

}  // namespace
}  // namespace tandem::api
