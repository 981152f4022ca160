#pragma once
// A text in one pointer, for entries of which there are a million: an empty one costs no memory beside it, any other
// its bytes and one more (five from 255 bytes on).

#include <compare>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

namespace tandem {

class CompactText {
  public:
    CompactText() noexcept = default;
    // At most 4 GiB.
    template <std::convertible_to<std::string_view> Text>
    CompactText(const Text& text) : block_(block_of(text)) {}  // NOLINT: it stands for a text
    CompactText(const CompactText& other) : block_(block_of(other)) {}
    CompactText(CompactText&&) noexcept = default;
    CompactText& operator=(const CompactText& other) {
        if (this != &other) block_ = block_of(other);
        return *this;
    }
    CompactText& operator=(CompactText&&) noexcept = default;
    ~CompactText() = default;

    operator std::string_view() const noexcept {  // NOLINT: it stands for a text
        if (block_ == nullptr) return {};
        const auto short_size = static_cast<unsigned char>(block_[0]);
        if (short_size != kLong) return {block_.get() + 1, short_size};
        std::uint32_t size = 0;
        std::memcpy(&size, block_.get() + 1, sizeof size);
        return {block_.get() + 1 + sizeof size, size};
    }
    [[nodiscard]] std::string_view view() const noexcept { return *this; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }
    [[nodiscard]] std::size_t size() const noexcept { return view().size(); }
    [[nodiscard]] bool empty() const noexcept { return block_ == nullptr; }
    void clear() noexcept { block_.reset(); }

    friend bool operator==(const CompactText& a, const CompactText& b) noexcept { return a.view() == b.view(); }
    template <std::convertible_to<std::string_view> Text>
        requires(!std::same_as<Text, CompactText>)
    friend bool operator==(const CompactText& a, const Text& b) noexcept {
        return a.view() == std::string_view{b};
    }
    friend std::strong_ordering operator<=>(const CompactText& a, const CompactText& b) noexcept {
        return a.view() <=> b.view();
    }
    friend std::string operator+(std::string text, const CompactText& more) { return text.append(more.view()); }
    friend std::ostream& operator<<(std::ostream& out, const CompactText& text) { return out << text.view(); }

  private:
    using Block = std::unique_ptr<char[]>;
    static constexpr unsigned char kLong = 0xff;  // in place of a size that does not fit a byte

    static Block block_of(std::string_view text) {
        if (text.empty()) return {};
        const auto size = static_cast<std::uint32_t>(text.size());
        const bool is_long = text.size() >= kLong;
        const std::size_t head = is_long ? 1 + sizeof size : 1;
        Block block{new char[head + text.size()]};
        block[0] = static_cast<char>(is_long ? kLong : text.size());
        if (is_long) std::memcpy(block.get() + 1, &size, sizeof size);
        std::memcpy(block.get() + head, text.data(), text.size());
        return block;
    }

    Block block_;
};

}  // namespace tandem
