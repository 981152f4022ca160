#pragma once
// Secrets: wiped when freed, moved and never copied by accident, compared in constant time, not printable.

#include "tandem/base/bytes.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace tandem {

// Overwrites memory with zeros in a way that the compiler may not remove.
void wipe(void* data, std::size_t size) noexcept;
inline void wipe(MutableBytes bytes) noexcept { wipe(bytes.data(), bytes.size()); }

// Compares length and content; the time depends on the lengths alone, which are no secret.
[[nodiscard]] bool constant_time_equal(ByteView a, ByteView b) noexcept;

// Wipes what it gives back, the spare capacity too. For containers of trivial types.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) noexcept {}
    T* allocate(std::size_t count) { return std::allocator<T>{}.allocate(count); }
    void deallocate(T* data, std::size_t count) noexcept {
        wipe(data, count * sizeof(T));
        std::allocator<T>{}.deallocate(data, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

// Bytes of a secret. Size it before filling; it may shrink but not grow.
class SecretBytes {
  public:
    SecretBytes() = default;
    // `size` zero bytes, to be filled through expose_secret_for_writing(). Throws std::bad_alloc.
    explicit SecretBytes(std::size_t size) : bytes_(size) {}
    // Copies the bytes; the source stays, and is its owner's to wipe.
    static SecretBytes copy_of(ByteView bytes) {
        SecretBytes secret{bytes.size()};
        if (!bytes.empty()) std::memcpy(secret.bytes_.data(), bytes.data(), bytes.size());
        return secret;
    }
    // Moves leave the source empty. A copy has to be asked for by clone().
    SecretBytes(SecretBytes&&) noexcept = default;
    SecretBytes& operator=(SecretBytes&&) noexcept = default;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;

    // A second secret with the same bytes, wiped by itself.
    [[nodiscard]] SecretBytes clone() const { return copy_of(bytes_); }
    // The length in bytes, which is no secret.
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
    // Keeps the first `size` bytes; a greater size changes nothing. The rest is wiped with the whole.
    void shrink_to(std::size_t size) { bytes_.resize(size < bytes_.size() ? size : bytes_.size()); }

    // The dangerous doors: views of the bytes themselves, valid until the secret is moved, shrunk or destroyed.
    [[nodiscard]] ByteView expose_secret() const noexcept { return bytes_; }
    [[nodiscard]] MutableBytes expose_secret_for_writing() noexcept { return bytes_; }

    // Compares in constant time.
    friend bool operator==(const SecretBytes& a, const SecretBytes& b) noexcept {
        return constant_time_equal(a.bytes_, b.bytes_);
    }

  private:
    std::vector<std::uint8_t, WipingAllocator<std::uint8_t>> bytes_;
};

// A fixed-size secret on the stack or inside an object: wiped on destruction.
template <std::size_t Size>
class SecretArray {
  public:
    // Zeros. Neither copied nor moved: the bytes stay in one place.
    SecretArray() = default;
    SecretArray(const SecretArray&) = delete;
    SecretArray& operator=(const SecretArray&) = delete;
    ~SecretArray() { wipe(bytes_.data(), Size); }

    [[nodiscard]] std::span<const std::uint8_t, Size> expose_secret() const noexcept { return bytes_; }
    [[nodiscard]] std::span<std::uint8_t, Size> expose_secret_for_writing() noexcept { return bytes_; }

  private:
    std::array<std::uint8_t, Size> bytes_{};
};

// Wipes a plain buffer when the scope ends.
class WipeOnExit {
  public:
    // `bytes` must outlive it and not be reallocated meanwhile.
    explicit WipeOnExit(MutableBytes bytes) noexcept : bytes_(bytes) {}
    WipeOnExit(const WipeOnExit&) = delete;
    WipeOnExit& operator=(const WipeOnExit&) = delete;
    ~WipeOnExit() { wipe(bytes_); }

  private:
    MutableBytes bytes_;
};

}  // namespace tandem
