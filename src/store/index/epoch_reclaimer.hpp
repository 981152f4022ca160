#pragma once
// Deferred freeing for readers without locks. A reader announces in its thread's slot the epoch in which it began; what
// the writer unlinks in epoch e is freed once every reader that is still inside began after e.
//
// The proof needs one total order of four kinds of accesses: a reader's announcement, its loads of index pointers, the
// writer's stores to them, and its scan of the slots. All are sequentially consistent (a plain load on x86-64): either
// the scan sees the announcement, or the reader sees that the entry is gone.

#include "tandem/store/key_store.hpp"

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

namespace tandem::store {

// One thread's place in one reclaimer.
struct alignas(64) ReaderSlot {
    std::atomic<std::uint64_t> began{0};  // 0: not reading
    std::uint32_t depth = 0;              // of nested guards; the owner's alone
    bool taken = false;                   // guarded by the mutex of the slots
};

class EpochReclaimer {
  public:
    EpochReclaimer();
    EpochReclaimer(const EpochReclaimer&) = delete;
    EpochReclaimer& operator=(const EpochReclaimer&) = delete;
    ~EpochReclaimer();

    // Readers, any thread. The first call of a thread takes a lock and allocates; later ones do neither.
    [[nodiscard]] ReaderSlot& enter() noexcept;
    static void leave(ReaderSlot& slot) noexcept;

    // The writer alone. What is given is already unlinked; it is freed by a later collect().
    void retire(std::shared_ptr<const void> entry);
    // Frees what no reader can see any more; true when something still waits.
    bool collect();

  private:
    struct Slots;
    struct ThreadSlots;
    struct Retired {
        std::uint64_t epoch;
        std::shared_ptr<const void> entry;
    };
    ReaderSlot& slot_of_this_thread();
    [[nodiscard]] std::uint64_t oldest_reader() const;

    const std::uint64_t serial_;  // names this reclaimer in threads' caches; never used twice in a process
    std::shared_ptr<Slots> slots_;
    std::atomic<std::uint64_t> epoch_{1};
    std::vector<Retired> retired_;
};

}  // namespace tandem::store
