#include "epoch_reclaimer.hpp"

#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>

namespace tandem::store {
namespace {

std::uint64_t next_serial() noexcept {
    static std::atomic<std::uint64_t> last{0};
    return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

// The slot that this thread used last: nearly every process has one store, so this nearly always hits.
struct LastSlot {
    std::uint64_t serial = 0;
    ReaderSlot* slot = nullptr;
};
constinit thread_local LastSlot last_slot;

}  // namespace

struct EpochReclaimer::Slots {
    std::mutex mutex;
    std::deque<ReaderSlot> all;  // never shrinks; a slot of a thread that ended is taken by the next
};

// The slots of one thread, given back when it ends.
struct EpochReclaimer::ThreadSlots {
    struct Held {
        std::uint64_t serial;
        std::weak_ptr<Slots> slots;
        ReaderSlot* slot;
    };
    std::vector<Held> held;

    ~ThreadSlots() {
        for (const Held& one : held) {
            if (const auto slots = one.slots.lock()) {
                const std::lock_guard lock{slots->mutex};
                one.slot->taken = false;
            }
        }
    }

    ReaderSlot& find_or_take(std::uint64_t serial, const std::shared_ptr<Slots>& slots) {
        for (const Held& one : held) {
            if (one.serial == serial) return *one.slot;
        }
        std::erase_if(held, [](const Held& one) { return one.slots.expired(); });
        const std::lock_guard lock{slots->mutex};
        auto free = std::ranges::find(slots->all, false, &ReaderSlot::taken);
        ReaderSlot& slot = free != slots->all.end() ? *free : slots->all.emplace_back();
        slot.taken = true;
        held.push_back({serial, slots, &slot});
        return slot;
    }
};

EpochReclaimer::EpochReclaimer() : serial_(next_serial()), slots_(std::make_shared<Slots>()) {}
EpochReclaimer::~EpochReclaimer() = default;

ReaderSlot& EpochReclaimer::slot_of_this_thread() {
    if (last_slot.serial != serial_) {
        thread_local ThreadSlots of_thread;
        last_slot = {serial_, &of_thread.find_or_take(serial_, slots_)};
    }
    return *last_slot.slot;
}

ReaderSlot& EpochReclaimer::enter() noexcept {
    ReaderSlot& slot = slot_of_this_thread();
    if (slot.depth++ == 0) slot.began.store(epoch_.load(std::memory_order_seq_cst), std::memory_order_seq_cst);
    return slot;
}

void EpochReclaimer::leave(ReaderSlot& slot) noexcept {
    if (--slot.depth == 0) slot.began.store(0, std::memory_order_release);
}

void EpochReclaimer::retire(std::shared_ptr<const void> entry) {
    retired_.push_back({epoch_.load(std::memory_order_relaxed), std::move(entry)});
}

std::uint64_t EpochReclaimer::oldest_reader() const {
    std::uint64_t oldest = std::numeric_limits<std::uint64_t>::max();
    const std::lock_guard lock{slots_->mutex};
    for (const ReaderSlot& slot : slots_->all) {
        if (const auto began = slot.began.load(std::memory_order_seq_cst); began != 0) oldest = std::min(oldest, began);
    }
    return oldest;
}

bool EpochReclaimer::collect() {
    if (retired_.empty()) return false;
    // Readers that begin from here on cannot see what was retired before.
    epoch_.fetch_add(1, std::memory_order_seq_cst);
    const std::uint64_t oldest = oldest_reader();
    std::erase_if(retired_, [oldest](const Retired& one) { return one.epoch < oldest; });
    return !retired_.empty();
}

ReadGuard::ReadGuard(EpochReclaimer& reclaimer) noexcept : slot_(reclaimer.enter()) {}
ReadGuard::~ReadGuard() { EpochReclaimer::leave(slot_); }

}  // namespace tandem::store
