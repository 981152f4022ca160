#pragma once
// A ring of byte records between one writing thread and one reading thread at a time. No lock, no system call; a record
// that does not fit is dropped and counted, so that a stuck reader never stops a request.

#include "tandem/base/bytes.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

namespace tandem::app {

class RecordRing {
  public:
    // A tenth of a second of the fastest requests, should the reader be late; untouched pages cost nothing.
    static constexpr std::size_t kBytes = 2 * 1024 * 1024;

    RecordRing() : bytes_(new std::uint8_t[kBytes]) {}

    // The writing thread: room for `size` bytes, or false. Then write() pieces of that many bytes together, then
    // publish().
    bool begin(std::size_t size) noexcept {
        if (kBytes - (written_ - read_.load(std::memory_order_acquire)) < size) {
            dropped_.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        return true;
    }
    void write(const void* data, std::size_t size) noexcept {
        const auto* from = static_cast<const std::uint8_t*>(data);
        const std::size_t at = written_ % kBytes;
        const std::size_t first = std::min(size, kBytes - at);
        if (first != 0) std::memcpy(bytes_.get() + at, from, first);
        if (first != size) std::memcpy(bytes_.get(), from + first, size - first);
        written_ += size;
    }
    void publish() noexcept { published_.store(written_, std::memory_order_release); }

    // The reading thread: whether anything is there, then read() as it was written, then release().
    [[nodiscard]] bool has_records() const noexcept { return reading_ != published_.load(std::memory_order_acquire); }
    void read(void* data, std::size_t size) noexcept {
        auto* to = static_cast<std::uint8_t*>(data);
        const std::size_t at = reading_ % kBytes;
        const std::size_t first = std::min(size, kBytes - at);
        if (first != 0) std::memcpy(to, bytes_.get() + at, first);
        if (first != size) std::memcpy(to + first, bytes_.get(), size - first);
        reading_ += size;
    }
    void release() noexcept { read_.store(reading_, std::memory_order_release); }

    // How many records were dropped since the last call.
    std::uint64_t take_dropped() noexcept { return dropped_.exchange(0, std::memory_order_relaxed); }

  private:
    std::unique_ptr<std::uint8_t[]> bytes_;
    // Counts of bytes since the beginning. Each side's own count is plain; what the other side sees is atomic.
    alignas(64) std::uint64_t written_ = 0;
    std::atomic<std::uint64_t> published_{0};
    std::atomic<std::uint64_t> dropped_{0};
    alignas(64) std::uint64_t reading_ = 0;
    std::atomic<std::uint64_t> read_{0};
};

}  // namespace tandem::app
