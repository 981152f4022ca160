#include "tandem/api/tenant_buckets.hpp"

namespace tandem::api {

namespace {

constexpr int kFirstBits = 4;  // 16 cells: most servers have few tenants

}  // namespace

void TenantBuckets::Cells::add(std::uint64_t serial, TokenBucket* buckets) noexcept {
    std::size_t at = first(serial);
    while (cells_[at].serial.load(std::memory_order_relaxed) != 0) at = next(at);
    cells_[at].buckets = buckets;
    cells_[at].serial.store(serial, std::memory_order_release);
}

void TenantBuckets::Cells::add_all(const Cells& others) noexcept {
    for (const Cell& cell : others.cells_)
        if (const auto serial = cell.serial.load(std::memory_order_relaxed); serial != 0) add(serial, cell.buckets);
}

TenantBuckets::TenantBuckets(std::size_t each) : each_(each) {
    tables_.push_back(std::make_unique<Cells>(kFirstBits));
    newest_.store(tables_.back().get(), std::memory_order_release);
}

TokenBucket* TenantBuckets::find_or_add(std::uint64_t serial) {
    const std::lock_guard lock{mutex_};
    // Another thread may have been here first, or the reader was in a table that is not the newest.
    if (TokenBucket* const found = tables_.back()->find(serial); found != nullptr) return found;
    if (2 * (blocks_.size() + 1) > tables_.back()->size()) widen();
    blocks_.push_back(std::make_unique<TokenBucket[]>(each_));
    tables_.back()->add(serial, blocks_.back().get());
    return blocks_.back().get();
}

void TenantBuckets::widen() {
    auto wider = std::make_unique<Cells>(kFirstBits + static_cast<int>(tables_.size()));
    wider->add_all(*tables_.back());
    tables_.push_back(std::move(wider));
    newest_.store(tables_.back().get(), std::memory_order_release);
}

}  // namespace tandem::api
