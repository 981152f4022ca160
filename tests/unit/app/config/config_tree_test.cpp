#include "tandem/app/config_tree.hpp"

#include "tandem/base/user_error.hpp"

#include <gtest/gtest.h>

namespace tandem::app {
namespace {

ConfigNode parse(const std::string& text) { return parse_yaml(text, {Origin::Kind::file, "t.yaml", 0, 0}); }

std::string tree_refusal(const std::string& text) {
    try {
        parse(text);
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::configuration);
        return error.what();
    }
    return "accepted";
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ConfigTree, keeps_texts_as_they_are) {
    const auto tree = parse("a: no\nb: 0012\nc: 1e5\nd: 'x: y'\n");
    EXPECT_EQ(tree.find("a")->value.scalar, "no");
    EXPECT_EQ(tree.find("b")->value.scalar, "0012");
    EXPECT_EQ(tree.find("c")->value.scalar, "1e5");
    EXPECT_EQ(tree.find("d")->value.scalar, "x: y");
}

TEST(ConfigTree, knows_where_things_stand) {
    const auto tree = parse("first: 1\nsection:\n  key: value\n");
    const auto& key = tree.find("section")->value.members.at(0);
    EXPECT_EQ(key.origin.text(), "t.yaml:3:3");
    EXPECT_EQ(key.value.origin.text(), "t.yaml:3:8");
}

TEST(ConfigTree, a_refusal_knows_its_place) {
    try {
        parse("a: 1\nb: &x 2\n");
        FAIL() << "accepted";
    } catch (const UserError& error) {
        EXPECT_EQ(error.place(), "t.yaml:2:4");
        EXPECT_EQ(error.text(), "anchors are not allowed");
        EXPECT_STREQ(error.what(), "t.yaml:2:4: anchors are not allowed");
    }
}

TEST(ConfigTree, reads_json) {
    const auto tree = parse(R"({"a": {"b": [1, "two", null]}})");
    const auto& items = tree.find("a")->value.find("b")->value.items;
    ASSERT_EQ(items.size(), 3u);
    EXPECT_EQ(items[1].scalar, "two");
    EXPECT_EQ(items[2].kind, ConfigNode::Kind::null);
}

TEST(ConfigTree, an_empty_text_is_null) {
    EXPECT_EQ(parse("").kind, ConfigNode::Kind::null);
    EXPECT_EQ(parse("# nothing\n").kind, ConfigNode::Kind::null);
}

TEST(ConfigTree, refuses_duplicate_keys_with_both_places) {
    EXPECT_EQ(tree_refusal("a: 1\nb: 2\n a: 3\n").substr(0, 7), "t.yaml:");
    EXPECT_EQ(tree_refusal("s:\n  a: 1\n  b: 2\n  a: 3\n"), "t.yaml:4:3: duplicate key \"a\", first at line 2");
    EXPECT_EQ(tree_refusal("{a: 1, a: 1}"), "t.yaml:1:8: duplicate key \"a\", first at line 1");
}

TEST(ConfigTree, refuses_anchors_and_aliases_before_expanding_them) {
    EXPECT_EQ(tree_refusal("a: &x 1\n"), "t.yaml:1:4: anchors are not allowed");
    EXPECT_NE(tree_refusal("a: &x [1]\nb: *x\n").find("anchors are not allowed"), std::string::npos);
    EXPECT_NE(tree_refusal("b: *x\n"), "accepted");
}

TEST(ConfigTree, refuses_tags) { EXPECT_EQ(tree_refusal("a: !!int 1\n"), "t.yaml:1:4: tags are not allowed"); }

TEST(ConfigTree, refuses_keys_that_are_no_texts) {
    EXPECT_NE(tree_refusal("? [a, b]\n: 1\n").find("a key must be a plain text"), std::string::npos);
    EXPECT_NE(tree_refusal("{a: 1}: 2\n"), "accepted");
}

TEST(ConfigTree, refuses_a_second_document) {
    EXPECT_EQ(tree_refusal("a: 1\n---\nb: 2\n"), "t.yaml: more than one document");
}

TEST(ConfigTree, tells_the_place_of_a_syntax_error) {
    const auto text = tree_refusal("a: 1\nb: [1, 2\nc: 3\n");
    EXPECT_TRUE(text.starts_with("t.yaml:")) << text;
}

TEST(ConfigTree, nests_32_levels_and_no_more) {
    EXPECT_EQ(tree_refusal(nested(31)), "accepted");
    EXPECT_EQ(tree_refusal(nested(32)), "accepted");
    EXPECT_EQ(tree_refusal(nested(33)), "t.yaml:1:33: nested deeper than 32 levels");
}

TEST(ConfigTree, holds_100000_nodes_and_no_more) {
    const auto list = [](std::size_t items) {
        std::string text = "[";
        for (std::size_t i = 0; i < items; ++i) text += "1,";
        return text + "]";
    };
    EXPECT_EQ(tree_refusal(list(kMaxConfigNodes - 1)), "accepted");
    EXPECT_NE(tree_refusal(list(kMaxConfigNodes)).find("more than 100,000 nodes"), std::string::npos);
}

TEST(ConfigTree, is_one_mebibyte_at_most) {
    EXPECT_EQ(tree_refusal("#" + std::string(kMaxConfigBytes - 1, 'x')), "accepted");
    EXPECT_EQ(tree_refusal("#" + std::string(kMaxConfigBytes, 'x')), "t.yaml: larger than 1 MiB");
}

}  // namespace
}  // namespace tandem::app
