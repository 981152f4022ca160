#include "memory_budget.hpp"

#include <algorithm>

namespace tandem::http {

namespace {

constexpr std::size_t kLargestPiece = 256 * 1024;

}  // namespace

MemoryShare::MemoryShare(MemoryBudget& budget, unsigned sharers) noexcept
    : budget_(budget), piece_(std::min(budget.limit() / 300 / std::max(sharers, 1U), kLargestPiece)) {}

MemoryShare::~MemoryShare() { budget_.remove(held_); }

void MemoryShare::take_more() noexcept {
    const std::size_t more = used_ - held_ + piece_;
    held_ += more;
    budget_.add(more);
}

void MemoryShare::return_unused() noexcept {
    budget_.remove(held_ - used_);
    held_ = used_;
}

}  // namespace tandem::http
