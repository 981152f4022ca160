#include "tandem/api/arena.hpp"

#include <algorithm>
#include <memory>
#include <new>

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

}  // namespace

Arena::~Arena() {
    wipe(buffer_.data(), used_);
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

}  // namespace tandem::api
