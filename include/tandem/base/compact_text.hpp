#pragma once
// Text in one pointer, for entries of which there are a million: an empty one costs no memory beside it, any other its
// bytes and two more (six from 255 bytes on). Copies share them.

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

// Any thread may copy, read and destroy texts that share their bytes; one object is written by one thread.
class CompactText {
  public:
    CompactText() noexcept = default;
    // Copies the text, of less than 4 GiB. Throws std::bad_alloc.
    template <std::convertible_to<std::string_view> Text>
    CompactText(const Text& text) : block_(block_of(text)) {}  // NOLINT: it stands for a text
    // Shares the bytes with up to 254 others; a copy beyond that allocates and may throw std::bad_alloc.
    CompactText(const CompactText& other) : block_(other.share()) {}
    CompactText(CompactText&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
    CompactText& operator=(CompactText other) noexcept {
        std::swap(block_, other.block_);
        return *this;
    }
    ~CompactText() { clear(); }

    // The text, valid until this object is changed or destroyed.
    operator std::string_view() const noexcept {  // NOLINT: it stands for a text
        if (block_ == nullptr) return {};
        return {reinterpret_cast<const char*>(block_) + head_of(size()), size()};
    }
    [[nodiscard]] std::string_view view() const noexcept { return *this; }
    [[nodiscard]] std::string str() const { return std::string{view()}; }
    // Bytes of the text, without the block's head.
    [[nodiscard]] std::size_t size() const noexcept {
        if (block_ == nullptr) return 0;
        if (block_[1] != kLong) return block_[1];
        std::uint32_t size = 0;
        std::memcpy(&size, block_ + 2, sizeof size);
        return size;
    }
    [[nodiscard]] bool empty() const noexcept { return block_ == nullptr; }
    // Gives up its share; the last one frees the block.
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
    // Orders by bytes, as std::string_view does.
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

    // Bytes before the text: the shares, the size, and the long size where there is one.
    static std::size_t head_of(std::size_t size) noexcept { return size < kLong ? 2 : 2 + sizeof(std::uint32_t); }

    // A new block with one share; nullptr for the empty text.
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
    // The block's first byte; copies in several threads count it at once.
    [[nodiscard]] std::atomic_ref<Byte> shares() const noexcept { return std::atomic_ref{block_[0]}; }
    // Shares the block, or makes one of its own when too many have it.
    [[nodiscard]] Byte* share() const {
        if (block_ == nullptr) return nullptr;
        Byte before = shares().load(std::memory_order_relaxed);
        while (before < kMostShares) {
            if (shares().compare_exchange_weak(before, before + 1, std::memory_order_relaxed)) return block_;
        }
        return block_of(view());
    }

    // Null for the empty text.
    Byte* block_ = nullptr;
};

}  // namespace tandem
