#pragma once
// Memory for small objects of which there may be a million: without the eight bytes that the general allocator keeps
// before each, and without its rounding to sixteen.

#include <array>
#include <cstddef>
#include <mutex>

namespace tandem {

// Any thread. What is freed serves the next of about its size; pages in which nothing is left go back to the system.
class SmallPool {
  public:
    static constexpr std::size_t kMostBytes = 256;  // larger ones come from the general allocator

    SmallPool() = default;
    SmallPool(const SmallPool&) = delete;
    SmallPool& operator=(const SmallPool&) = delete;
    // Everything is free by then.
    ~SmallPool();

    // Aligned to eight bytes. Throws std::bad_alloc.
    [[nodiscard]] void* allocate(std::size_t bytes);
    // `bytes`: as it was asked for.
    void free(void* memory, std::size_t bytes) noexcept;

    // Bytes that it holds of the system's, used or not.
    [[nodiscard]] std::size_t held_bytes() const;

  private:
    struct Slab;
    // Slabs of the objects of one size.
    struct Kind {
        mutable std::mutex mutex;
        Slab* with_room = nullptr;  // the first of a list
        std::size_t slabs = 0;
    };
    static constexpr std::size_t kStep = 8;

    static std::size_t kind_of(std::size_t bytes) noexcept { return bytes == 0 ? 0 : (bytes - 1) / kStep; }

    std::array<Kind, kMostBytes / kStep> kinds_;
};

// Memory from the one pool of the process; where memory errors are looked for, from the general allocator.
[[nodiscard]] void* allocate_small(std::size_t bytes);
void free_small(void* memory, std::size_t bytes) noexcept;

}  // namespace tandem
