#include "read_buffer.hpp"

#include <algorithm>
#include <cstring>

namespace tandem::http {

void ReadBuffer::consume(std::size_t size) noexcept {
    wipe(data(), size);
    begin_ += size;
    if (begin_ == end_) begin_ = end_ = 0;
}

void ReadBuffer::erase(std::size_t offset, std::size_t size) noexcept {
    if (size == 0) return;
    char* const gap = data() + offset;
    const std::size_t behind = end_ - begin_ - offset - size;
    std::memmove(gap, gap + size, behind);
    wipe(gap + behind, size);
    end_ -= size;
}

void ReadBuffer::make_room(std::size_t size) {
    if (storage_.size() - end_ >= size) return;
    const std::size_t used = end_ - begin_;
    if (storage_.size() - used >= size) {
        std::memmove(storage_.data(), data(), used);
        wipe(storage_.data() + used, begin_);
    } else {
        std::vector<char, WipingAllocator<char>> larger(used + size);
        std::memcpy(larger.data(), data(), used);
        storage_.swap(larger);
    }
    begin_ = 0;
    end_ = used;
}

void ReadBuffer::reset() {
    consume(end_ - begin_);
    if (storage_.size() > kReserved) std::vector<char, WipingAllocator<char>>(kReserved).swap(storage_);
}

}  // namespace tandem::http
