#pragma once
// Reads one section of the configuration. What is asked for is what the section knows: finish() refuses the rest, with
// the nearest known name or all of them. Values are typed here, from their text.

#include "tandem/app/config_tree.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

class SectionReader {
  public:
    // `path` is the section's place for messages, "" for the root. Throws when the node is a text or a list.
    SectionReader(const ConfigNode& node, std::string path);

    // The value of a key; nullptr when absent or null. The key is known from now on.
    const ConfigNode* take(std::string_view key);
    // A section below; an absent one reads as empty.
    SectionReader section(std::string_view key);

    // Each of these leaves `to` alone when the key is absent, and throws with the place when the value is not of its
    // kind. They return whether the key was there.
    bool text(std::string_view key, std::string& to);
    bool path(std::string_view key, std::filesystem::path& to);
    bool boolean(std::string_view key, bool& to);                        // true, false, yes, no, on, off
    bool texts(std::string_view key, std::vector<std::string>& to);      // a list, or a text with commas
    bool duration(std::string_view key, std::chrono::milliseconds& to);  // 500ms, 5s, 5m, 2h; a bare number is seconds
    bool size(std::string_view key, std::size_t& to);                    // 4096, 64KiB, 1MiB
    template <class Number>
    bool number(std::string_view key, Number& to, std::uint64_t least, std::uint64_t most) {
        if (const auto value = read_number(key, least, most)) {
            to = static_cast<Number>(*value);
            return true;
        }
        return false;
    }
    // One of some words: the place of the word in `words`.
    std::optional<std::size_t> word(std::string_view key, std::initializer_list<std::string_view> words);

    // Throws when a key that must be there is not.
    void require(std::string_view key, bool present) const;
    // Throws at the first key that nothing asked for.
    void finish() const;

    [[nodiscard]] const ConfigNode& node() const noexcept { return node_; }
    [[nodiscard]] std::string path_of(std::string_view key) const;
    // The key's own text; throws when it is a list or a section.
    const std::string& scalar_of(std::string_view key, const ConfigNode& value) const;
    [[noreturn]] void refuse(std::string_view key, const ConfigNode& value, const std::string& what,
                             const std::string& remedy = {}) const;

  private:
    std::optional<std::uint64_t> read_number(std::string_view key, std::uint64_t least, std::uint64_t most);
    [[noreturn]] void refuse_unknown(const ConfigNode::Member& member) const;

    const ConfigNode& node_;
    std::string path_;
    std::vector<std::string> known_;
};

}  // namespace tandem::app
