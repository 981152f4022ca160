#pragma once
// Scratch memory of one request, wiped when the request ends, since it holds decoded plaintext. Each thread keeps some,
// so that a request finds its memory in the cache; one that moves to another thread takes it along.

#include "tandem/base/secret.hpp"

#include <boost/json/memory_resource.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <type_traits>

namespace tandem::api {

class Arena final : public boost::json::memory_resource {
  public:
    Arena() noexcept {}  // leaves the buffer uninitialised
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena();

    // Bytes that it holds: its own size and the overflow blocks.
    [[nodiscard]] std::size_t capacity() const noexcept;
    // Wipes what was used, and gives back what was more than the inline buffer.
    void reset() noexcept;
    // Uninitialised memory, good until reset(). Throws std::bad_alloc, as all that follow.
    [[nodiscard]] MutableBytes bytes(std::size_t size) { return {static_cast<std::uint8_t*>(allocate(size, 1)), size}; }
    // An uninitialised object of a type that needs no destructor.
    template <class T>
    [[nodiscard]] T& make() {
        static_assert(std::is_trivially_destructible_v<T>);
        return *new (allocate(sizeof(T), alignof(T))) T;
    }
    // `count` objects, each T{}.
    template <class T>
    [[nodiscard]] std::span<T> make_several(std::size_t count) {
        static_assert(std::is_trivially_destructible_v<T>);
        T* const first = static_cast<T*>(allocate(count * sizeof(T), alignof(T)));
        return {first, std::uninitialized_value_construct_n(first, count)};
    }
    // Room for `size` characters, uninitialised and without a NUL.
    [[nodiscard]] char* characters(std::size_t size) { return static_cast<char*>(allocate(size, 1)); }

  private:
    void* do_allocate(std::size_t size, std::size_t align) override;
    void do_deallocate(void*, std::size_t, std::size_t) override {}
    bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }

    // A heap block behind the inline buffer; its memory follows this header.
    struct alignas(std::max_align_t) Overflow {
        Overflow* next;
        std::size_t capacity;
        std::size_t used;
    };
    static constexpr std::size_t kInlineBytes = 24 * 1024;
    static constexpr std::size_t kOverflowBytes = 64 * 1024;
    Overflow& add_overflow(std::size_t at_least);
    std::size_t used_ = 0;
    Overflow* overflow_ = nullptr;  // newest first
    alignas(std::max_align_t) std::array<std::byte, kInlineBytes> buffer_;
};

// Lends an arena of the thread's, and takes it back at its end, on whichever thread that is.
struct ReturnArena {
    void operator()(Arena* arena) const noexcept;
};
using LentArena = std::unique_ptr<Arena, ReturnArena>;
LentArena lend_arena();

}  // namespace tandem::api

// Values that live in an arena need no destructor.
template <>
struct boost::json::is_deallocate_trivial<tandem::api::Arena> {
    static constexpr bool value = true;
};
