#include "tandem/doctor/signature_doctor.hpp"

#include <gtest/gtest.h>

namespace tandem::api::doctor {
namespace {

// A reading of one text; what came is another.
struct Toy {
    std::string text;
    std::string came;
    std::size_t bytes = 1;
    std::size_t* signings = nullptr;

    [[nodiscard]] std::size_t size() const { return bytes; }
    [[nodiscard]] bool matches() const {
        if (signings != nullptr) ++*signings;
        return text == came;
    }
    [[nodiscard]] std::string canonical_request() const { return "canonical\n" + text; }
    [[nodiscard]] std::string string_to_sign() const { return "to sign\n" + text; }
};
using Toys = std::vector<Variation<Toy>>;

Variation<Toy> adding(std::string_view word, std::string more, bool in_pairs = false) {
    return {word, "The client added " + more + ".", [more](Toy& toy) { toy.text += more; }, in_pairs};
}

std::string_view found(const Toys& variations, std::string came) {
    const auto finding = first_match(Toy{.text = "", .came = std::move(came)}, variations);
    return finding ? finding->hypothesis : "nothing";
}

TEST(SignatureDoctor, names_what_matches) {
    const Toys variations{adding("host", "a"), adding("body", "b")};
    EXPECT_EQ(found(variations, "b"), "body");
    EXPECT_EQ(found(variations, "c"), "nothing");
    EXPECT_EQ(found({}, "c"), "nothing");
}

TEST(SignatureDoctor, takes_the_first_of_two_that_match) {
    EXPECT_EQ(found({adding("host", "a"), adding("body", "a")}, "a"), "host");
    EXPECT_EQ(found({adding("body", "a"), adding("host", "a")}, "a"), "body");
}

TEST(SignatureDoctor, tries_two_of_those_that_may_stand_together) {
    EXPECT_EQ(found({adding("host", "a", true), adding("body", "b", true)}, "ab"), "host");
    EXPECT_EQ(found({adding("host", "a", true), adding("body", "b")}, "ab"), "nothing");
    EXPECT_EQ(found({adding("host", "a"), adding("body", "b", true)}, "ab"), "nothing");
}

TEST(SignatureDoctor, prefers_one_mistake_to_two) {
    EXPECT_EQ(found({adding("host", "a", true), adding("body", "b", true), adding("path", "ab")}, "ab"), "path");
}

TEST(SignatureDoctor, never_takes_two_of_one_aspect) {
    EXPECT_EQ(found({adding("host-port", "a", true), adding("host-case", "b", true)}, "ab"), "nothing");
}

TEST(SignatureDoctor, takes_an_accepted_spelling_with_everything_and_does_not_name_it) {
    EXPECT_EQ(found({adding("", "a"), adding("body", "b")}, "ab"), "body");
    EXPECT_EQ(found({adding("", "a"), adding("body", "b")}, "a"), "nothing");
}

TEST(SignatureDoctor, stops_when_it_has_signed_as_often_as_it_may) {
    Toys variations;
    for (int i = 0; i < 200; ++i) variations.push_back(adding(i % 2 == 0 ? "host" : "body", "a", true));
    std::size_t signings = 0;
    EXPECT_FALSE(first_match(Toy{.text = "", .came = "b", .signings = &signings}, variations));
    EXPECT_EQ(signings, Budget::kSignings);
}

TEST(SignatureDoctor, stops_when_it_has_signed_too_many_bytes) {
    const Toys variations(100, adding("host", "a"));
    std::size_t signings = 0;
    const Toy large{.text = "", .came = "b", .bytes = Budget::kBytes / 3, .signings = &signings};
    EXPECT_FALSE(first_match(large, variations));
    EXPECT_EQ(signings, 3u);
}

TEST(Budget, does_not_come_back_once_it_is_spent) {
    Budget budget;
    EXPECT_TRUE(budget.spend(Budget::kBytes));
    EXPECT_FALSE(budget.spend(1));
    EXPECT_FALSE(budget.spend(0));
}

TEST(Rows, mark_their_first_variations_for_pairs) {
    using ToyRow = Row<int, Toy>;
    constexpr auto kAdd = [](const int& count, Toys& to) {
        for (int i = 0; i < count; ++i) to.push_back(adding("host", "a"));
    };
    constexpr ToyRow kRows[] = {{kAdd, 2}, {kAdd}, {kAdd, 9}};
    const Toys all = variations_of<int, Toy>(3, kRows);
    std::string marks;
    for (const auto& variation : all) marks += variation.in_pairs ? 'p' : '-';
    EXPECT_EQ(marks, "pp----ppp");
}

TEST(Examination, writes_both_sides_of_what_it_found) {
    RequestFacts facts;
    examine(facts, Toy{.text = "", .came = "b"}, Toys{adding("body", "b")}, {"secret", "Nothing."}, " Besides.");
    ASSERT_NE(facts.explanation, nullptr);
    EXPECT_EQ(facts.diagnosis, "body: The client added b. Besides.");
    EXPECT_EQ(facts.explanation->server_string_to_sign, "to sign\n");
    EXPECT_EQ(facts.explanation->client_string_to_sign, "to sign\nb");
    EXPECT_EQ(facts.explanation->client_canonical_request, "canonical\nb");
}

TEST(Examination, leaves_the_clients_side_empty_when_nothing_matches) {
    RequestFacts facts;
    examine(facts, Toy{.text = "", .came = "x"}, Toys{adding("body", "b")}, {"secret", "Nothing\nmatched."});
    EXPECT_EQ(facts.diagnosis, "secret: Nothing%0amatched.");
    EXPECT_EQ(facts.explanation->hypothesis, "secret");
    EXPECT_EQ(facts.explanation->client_string_to_sign, "");
}

}  // namespace
}  // namespace tandem::api::doctor
