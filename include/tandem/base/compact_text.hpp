#pragma once
// A text in one pointer, for entries of which there are a million: an empty one costs no memory beside it, any other
// its bytes and two more (six from 255 bytes on). Copies share them.

#include "tandem/base/small_pool.hpp"

#include <atomic>
#include <compare>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace tandem {

class CompactText {
  public:
    CompactText() noexcept = default;
    // At most 4 GiB.
    template <std::convertible_to<std::string_view> Text>
    CompactText(const Text& text) : block_(block_of(text)) {}  // NOLINT: it stands for a text
    CompactText(const CompactText& other) : block_(other.share()) {}
    CompactText(CompactText&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    CompactText& operator=(CompactText other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~CompactText() { clear(); }

    operator std::string_view() const noexcept {  // NOLINT: it stands for a text
        if (block_ == nullptr) return {};
        return {reinterpret_cast<const char*>(block_) + head_of(size()), size()};
    }
    [[nodiscard]] std::string_view view() const noexcept { return *this; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }
    [[nodiscard]] std::size_t size() const noexcept {
        if (block_ == nullptr) return 0;
        if (block_[1] != kLong) return block_[1];
        std::uint32_t size = 0;
        std::memcpy(&size, block_ + 2, sizeof size);
        return size;
    }
    [[nodiscard]] bool empty() const noexcept { return block_ == nullptr; }
    void clear() noexcept {
        if (block_ != nullptr && shares().fetch_sub(1, std::memory_order_acq_rel) == 1)
            free_small(block_, head_of(size()) + size());
        block_ = nullptr;
    }

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
    // How many share it; its size; then a u32 with the size if that does not fit a byte; the text.
    using Byte = unsigned char;
    static constexpr Byte kLong = 0xff;  // in place of a size that does not fit
    static constexpr Byte kMostShares = 0xff;

    static std::size_t head_of(std::size_t size) noexcept { return size < kLong ? 2 : 2 + sizeof(std::uint32_t); }

    static Byte* block_of(std::string_view text) {
        if (text.empty()) return nullptr;
        const auto size = static_cast<std::uint32_t>(text.size());
        auto* const block = static_cast<Byte*>(allocate_small(head_of(size) + size));
        block[0] = 1;
        block[1] = size < kLong ? static_cast<Byte>(size) : kLong;
        if (size >= kLong) std::memcpy(block + 2, &size, sizeof size);
        std::memcpy(block + head_of(size), text.data(), size);
        return block;
    }
    [[nodiscard]] std::atomic_ref<Byte> shares() const noexcept { return std::atomic_ref{block_[0]}; }
    // The same block, or one of its own when too many have it.
    [[nodiscard]] Byte* share() const {
        if (block_ == nullptr) return nullptr;
        Byte before = shares().load(std::memory_order_relaxed);
        while (before < kMostShares) {
            if (shares().compare_exchange_weak(before, before + 1, std::memory_order_relaxed)) return block_;
        }
        return block_of(view());
    }

    Byte* block_ = nullptr;
};

}  // namespace tandem
