#include "tandem/api/arena.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <utility>

namespace tandem::api {

namespace {

// Takes `size` aligned bytes of a block that has `used` of `capacity`; nullptr when they do not fit.
void* bump(std::byte* block, std::size_t capacity, std::size_t& used, std::size_t size, std::size_t align) noexcept {
    void* at = block + used;
    std::size_t left = capacity - used;
    if (std::align(align, size, at, left) == nullptr) return nullptr;
    used = capacity - left + size;
    return at;
}

// Arenas of one thread that wait for its next requests. One request runs at a time, and one more may come back from
// another thread.
class SpareArenas {
  public:
    SpareArenas() = default;
    SpareArenas(const SpareArenas&) = delete;
    SpareArenas& operator=(const SpareArenas&) = delete;
    ~SpareArenas() {
        while (count_ > 0) delete spare_[--count_];
    }

    Arena* take() { return count_ > 0 ? spare_[--count_] : new Arena; }
    void give(Arena* arena) noexcept {
        arena->reset();
        if (count_ == spare_.size()) {
            delete arena;
        } else {
            spare_[count_++] = arena;
        }
    }

  private:
    std::array<Arena*, 2> spare_{};
    std::size_t count_ = 0;
};

thread_local SpareArenas spare_arenas;

}  // namespace

Arena::~Arena() { reset(); }

std::size_t Arena::capacity() const noexcept {
    std::size_t bytes = sizeof(Arena);
    for (const Overflow* block = overflow_; block != nullptr; block = block->next) bytes += block->capacity;
    return bytes;
}

void Arena::reset() noexcept {
    wipe(buffer_.data(), std::exchange(used_, 0));
    while (overflow_ != nullptr) {
        Overflow* const block = overflow_;
        overflow_ = block->next;
        wipe(block + 1, block->used);
        ::operator delete(block);
    }
}

void* Arena::do_allocate(std::size_t size, std::size_t align) {
    if (overflow_ == nullptr) {
        if (void* at = bump(buffer_.data(), buffer_.size(), used_, size, align)) return at;
    } else if (void* at = bump(reinterpret_cast<std::byte*>(overflow_ + 1), overflow_->capacity, overflow_->used, size,
                               align)) {
        return at;
    }
    Overflow& block = add_overflow(size + align);
    return bump(reinterpret_cast<std::byte*>(&block + 1), block.capacity, block.used, size, align);
}

Arena::Overflow& Arena::add_overflow(std::size_t at_least) {
    const std::size_t capacity = std::max(at_least, kOverflowBytes);
    overflow_ = new (::operator new(sizeof(Overflow) + capacity)) Overflow{overflow_, capacity, 0};
    return *overflow_;
}

void ReturnArena::operator()(Arena* arena) const noexcept { spare_arenas.give(arena); }

LentArena lend_arena() { return LentArena{spare_arenas.take()}; }

}  // namespace tandem::api
