#pragma once
// Configuration as a tree of texts, each knowing where it was written. Types are the reader's business
// (section_reader.hpp): "no", "0012" and "1e5" stay as they are until something asks for a number.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// Where a piece of configuration stands.
struct Origin {
    enum class Kind : unsigned char { file, environment, flag } kind = Kind::file;
    std::string name;  // the file's name, the variable's name, or the flag's text
    int line = 0;      // 1-based; of a file, or of JSON text in a variable
    int column = 0;

    [[nodiscard]] std::string text() const;  // "tandem.yaml:3:5", "environment variable TANDEM_X", "--set x=y"
};

struct ConfigNode {
    enum class Kind : unsigned char { null, scalar, sequence, mapping };
    struct Member;

    Kind kind = Kind::null;
    Origin origin;
    std::string scalar;
    std::vector<ConfigNode> items;
    std::vector<Member> members;  // in the order written; names are unique

    [[nodiscard]] const Member* find(std::string_view name) const noexcept;
    [[nodiscard]] Member* find(std::string_view name) noexcept;
};

struct ConfigNode::Member {
    std::string name;
    Origin origin;
    ConfigNode value;
};

// A UserError of the kind configuration, whose place is the origin.
[[noreturn]] void refuse_configuration(const Origin& origin, const std::string& message,
                                       const std::string& remedy = {});

inline constexpr std::size_t kMaxConfigBytes = 1024 * 1024;
inline constexpr std::size_t kMaxConfigDepth = 32;
inline constexpr std::size_t kMaxConfigNodes = 100'000;
inline constexpr std::size_t kMaxConfigMembers = 1'000;  // of one mapping

// Reads one YAML document (JSON is one too). Refused, with line and column: syntax errors, duplicate keys, anchors,
// aliases, tags, keys that are not plain texts, a second document, and anything over the limits above. An empty text
// is a null node. `source` gives kind and name of the origins.
struct TreeLimits {
    std::size_t bytes = kMaxConfigBytes;
    std::size_t nodes = kMaxConfigNodes;
};
ConfigNode parse_yaml(const std::string& text, const Origin& source, const TreeLimits& limits = {});

}  // namespace tandem::app
