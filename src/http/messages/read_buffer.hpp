#pragma once
// Bytes that a connection has received and not yet answered: one contiguous piece of memory, wiped as it is consumed,
// since requests carry plaintext (in the legacy API even their targets do).

#include "tandem/base/secret.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tandem::http {

class ReadBuffer {
  public:
    // Enough for nearly every request; asking the kernel for less costs a system call more for each.
    static constexpr std::size_t kReserved = 16 * 1024;

    ReadBuffer() : storage_(kReserved) {}

    [[nodiscard]] std::string_view unread() const noexcept { return {storage_.data() + begin_, end_ - begin_}; }
    [[nodiscard]] char* data() noexcept { return storage_.data() + begin_; }
    [[nodiscard]] bool empty() const noexcept { return begin_ == end_; }
    [[nodiscard]] std::size_t capacity() const noexcept { return storage_.size(); }
    // Whether make_room() of this size needs more memory.
    [[nodiscard]] bool must_grow(std::size_t size) const noexcept { return storage_.size() - (end_ - begin_) < size; }

    // Where to read to; then commit() what came.
    [[nodiscard]] std::span<char> free_space() noexcept { return {storage_.data() + end_, storage_.size() - end_}; }
    void commit(std::size_t size) noexcept { end_ += size; }
    // Drops and wipes the first bytes.
    void consume(std::size_t size) noexcept;
    // Drops bytes in the middle, closing the gap.
    void erase(std::size_t offset, std::size_t size) noexcept;
    // At least that much free space: moves data to the front or to more memory, so views into it become stale.
    void make_room(std::size_t size);
    // Wipes everything and gives back what is over kReserved.
    void reset();

  private:
    std::vector<char, WipingAllocator<char>> storage_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace tandem::http
