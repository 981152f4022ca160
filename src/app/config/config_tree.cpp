#include "tandem/app/config_tree.hpp"

#include "tandem/base/user_error.hpp"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <sstream>

namespace tandem::app {
namespace {

// 100,000
std::string with_separators(std::size_t number) {
    auto text = std::to_string(number);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), 1, ',');
    return text;
}

// Builds the tree from the parser's events. Events, not YAML::Node: aliases are refused before anything is expanded,
// and the limits hold while the text is read.
class TreeBuilder final : public YAML::EventHandler {
  public:
    TreeBuilder(const Origin& source, const TreeLimits& limits) : source_(source), limits_(limits) {}

    ConfigNode take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark&) override {}
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        check_plain(mark, "", anchor);
        add({ConfigNode::Kind::null, at(mark), {}, {}, {}});
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
        refuse_configuration(at(mark), "aliases are not allowed");
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        check_plain(mark, tag, anchor);
        if (wants_key()) return begin_member(mark, value);
        add({ConfigNode::Kind::scalar, at(mark), value, {}, {}});
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, ConfigNode::Kind::sequence);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(mark, tag, anchor, ConfigNode::Kind::mapping);
    }
    void OnMapEnd() override { close(); }

  private:
    struct Level {
        ConfigNode node;
        bool member_begun = false;  // of a mapping: the key was read, its value comes next
    };

    [[nodiscard]] Origin at(const YAML::Mark& mark) const {
        return {source_.kind, source_.name, mark.line + 1, mark.column + 1};
    }
    [[nodiscard]] bool wants_key() const {
        return !open_.empty() && open_.back().node.kind == ConfigNode::Kind::mapping && !open_.back().member_begun;
    }

    void check_plain(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        if (anchor != YAML::NullAnchor) refuse_configuration(at(mark), "anchors are not allowed");
        if (!tag.empty() && tag != "?" && tag != "!") refuse_configuration(at(mark), "tags are not allowed");
        if (++nodes_ > limits_.nodes)
            refuse_configuration(at(mark), "more than " + with_separators(limits_.nodes) + " nodes");
    }

    void begin_member(const YAML::Mark& mark, const std::string& name) {
        auto& level = open_.back();
        if (const auto* earlier = level.node.find(name))
            refuse_configuration(
                at(mark), "duplicate key \"" + name + "\", first at line " + std::to_string(earlier->origin.line));
        // Looking for duplicates looks at all of them.
        if (level.node.members.size() == kMaxConfigMembers)
            refuse_configuration(at(mark), "more than 1,000 keys in one section");
        level.node.members.push_back({name, at(mark), {}});
        level.member_begun = true;
    }

    void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, ConfigNode::Kind kind) {
        check_plain(mark, tag, anchor);
        if (wants_key()) refuse_configuration(at(mark), "a key must be a plain text");
        if (open_.size() == kMaxConfigDepth) refuse_configuration(at(mark), "nested deeper than 32 levels");
        open_.push_back({{kind, at(mark), {}, {}, {}}});
    }
    void close() {
        auto node = std::move(open_.back().node);
        open_.pop_back();
        add(std::move(node));
    }
    void add(ConfigNode node) {
        if (wants_key()) refuse_configuration(node.origin, "a key must be a plain text");
        if (open_.empty()) {
            root_ = std::move(node);
            return;
        }
        auto& level = open_.back();
        if (level.node.kind == ConfigNode::Kind::sequence) {
            level.node.items.push_back(std::move(node));
        } else {
            level.node.members.back().value = std::move(node);
            level.member_begun = false;
        }
    }

    const Origin& source_;
    const TreeLimits& limits_;
    ConfigNode root_;
    std::vector<Level> open_;
    std::size_t nodes_ = 0;
};

}  // namespace

std::string Origin::text() const {
    switch (kind) {
        case Kind::environment:
            return "environment variable " + name;
        case Kind::flag:
            return name;
        case Kind::file:
            break;
    }
    return line == 0 ? name : name + ":" + std::to_string(line) + ":" + std::to_string(column);
}

const ConfigNode::Member* ConfigNode::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? nullptr : &*found;
}
ConfigNode::Member* ConfigNode::find(std::string_view name) noexcept {
    const auto found = std::ranges::find(members, name, &Member::name);
    return found == members.end() ? nullptr : &*found;
}

void refuse_configuration(const Origin& origin, const std::string& message, const std::string& remedy) {
    throw UserError{UserError::configuration, {origin.text(), message, remedy}};
}

ConfigNode parse_yaml(const std::string& text, const Origin& source, const TreeLimits& limits) {
    if (text.size() > limits.bytes)
        refuse_configuration(source, "larger than " + std::to_string(limits.bytes / (1024 * 1024)) + " MiB");
    TreeBuilder builder{source, limits};
    try {
        std::istringstream stream{text};
        YAML::Parser parser{stream};
        parser.HandleNextDocument(builder);
        auto tree = builder.take();
        TreeBuilder rest{source, limits};
        if (parser.HandleNextDocument(rest)) refuse_configuration(source, "more than one document");
        if (tree.origin.name.empty()) tree.origin = source;
        return tree;
    } catch (const YAML::Exception& error) {
        const bool placed = !error.mark.is_null();
        refuse_configuration({source.kind, source.name, placed ? error.mark.line + 1 : 0, error.mark.column + 1},
                             error.msg);
    }
}

}  // namespace tandem::app
