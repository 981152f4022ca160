#pragma once
// Scratch memory of one request: on the stack while it suffices, wiped when the request ends, since it holds decoded
// plaintext.

#include "tandem/base/secret.hpp"

#include <boost/json/memory_resource.hpp>

#include <array>
#include <cstddef>

namespace tandem::api {

class Arena final : public boost::json::memory_resource {
  public:
    Arena() noexcept {}  // leaves the buffer uninitialised
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;
    ~Arena();

    [[nodiscard]] MutableBytes bytes(std::size_t size) { return {static_cast<std::uint8_t*>(allocate(size, 1)), size}; }
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

}  // namespace tandem::api

// Values that live in an arena need no destructor.
template <>
struct boost::json::is_deallocate_trivial<tandem::api::Arena> {
    static constexpr bool value = true;
};
