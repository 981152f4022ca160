#include "tandem/base/small_pool.hpp"

#include <cstdint>
#include <new>
#include <sys/mman.h>

namespace tandem {
namespace {

// At an address that is a multiple of it, so that an object tells its slab.
constexpr std::size_t kSlabBytes = std::size_t{64} << 10;

std::size_t beyond_multiple(const void* address) noexcept {
    return reinterpret_cast<std::uintptr_t>(address) % kSlabBytes;
}

void* map(std::size_t bytes) {
    void* const memory = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) throw std::bad_alloc{};
    return memory;
}

void* map_slab() {
    // The system places one mapping beside the other, so that this is nearly always right.
    void* const first = map(kSlabBytes);
    if (beyond_multiple(first) == 0) return first;
    ::munmap(first, kSlabBytes);
    auto* const wide = static_cast<char*>(map(2 * kSlabBytes));
    const std::size_t before = (kSlabBytes - beyond_multiple(wide)) % kSlabBytes;
    if (before > 0) ::munmap(wide, before);
    ::munmap(wide + before + kSlabBytes, kSlabBytes - before);
    return wide + before;
}

}  // namespace

// The beginning of its own memory; the objects stand behind it.
struct SmallPool::Slab {
    struct Free {
        Free* next;
    };

    static Slab& of(void* object) noexcept {
        return *reinterpret_cast<Slab*>(static_cast<char*>(object) - beyond_multiple(object));
    }
    [[nodiscard]] bool is_full(std::size_t size) const noexcept {
        return free == nullptr && untouched + size > kSlabBytes;
    }
    void* take(std::size_t size) noexcept {
        ++used;
        if (free != nullptr) {
            Free* const taken = free;
            free = taken->next;
            return taken;
        }
        void* const taken = reinterpret_cast<char*>(this) + untouched;
        untouched += size;
        return taken;
    }
    void give_back(void* object) noexcept {
        --used;
        free = new (object) Free{free};
    }

    void link(Slab*& list) noexcept {
        next = list;
        if (next != nullptr) next->previous = this;
        previous = nullptr;
        list = this;
    }
    void unlink(Slab*& list) noexcept {
        (previous != nullptr ? previous->next : list) = next;
        if (next != nullptr) next->previous = previous;
    }

    Slab* next = nullptr;  // in the list of those with room
    Slab* previous = nullptr;
    Free* free = nullptr;
    std::size_t used = 0;
    std::size_t untouched = sizeof(Slab);  // what lies from there on was never used
};

SmallPool::~SmallPool() {
    for (Kind& kind : kinds_) {
        while (Slab* slab = kind.with_room) {
            slab->unlink(kind.with_room);
            ::munmap(slab, kSlabBytes);
        }
    }
}

void* SmallPool::allocate(std::size_t bytes) {
    if (bytes > kMostBytes) return ::operator new(bytes);
    const std::size_t size = (kind_of(bytes) + 1) * kStep;
    Kind& kind = kinds_[kind_of(bytes)];
    const std::lock_guard lock{kind.mutex};
    if (kind.with_room == nullptr) {
        (new (map_slab()) Slab)->link(kind.with_room);
        ++kind.slabs;
    }
    Slab& slab = *kind.with_room;
    void* const taken = slab.take(size);
    if (slab.is_full(size)) slab.unlink(kind.with_room);
    return taken;
}

void SmallPool::free(void* memory, std::size_t bytes) noexcept {
    if (bytes > kMostBytes) return ::operator delete(memory);
    const std::size_t size = (kind_of(bytes) + 1) * kStep;
    Kind& kind = kinds_[kind_of(bytes)];
    Slab& slab = Slab::of(memory);
    const std::lock_guard lock{kind.mutex};
    if (slab.is_full(size)) slab.link(kind.with_room);
    slab.give_back(memory);
    // The last one with room stays, for what comes next.
    if (slab.used > 0 || (kind.with_room == &slab && slab.next == nullptr)) return;
    slab.unlink(kind.with_room);
    --kind.slabs;
    ::munmap(&slab, kSlabBytes);
}

std::size_t SmallPool::held_bytes() const {
    std::size_t slabs = 0;
    for (const Kind& kind : kinds_) {
        const std::lock_guard lock{kind.mutex};
        slabs += kind.slabs;
    }
    return slabs * kSlabBytes;
}

// ---- that of the process ----

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

void* allocate_small(std::size_t bytes) { return ::operator new(bytes); }
void free_small(void* memory, std::size_t) noexcept { ::operator delete(memory); }

#else

namespace {

SmallPool& pool() {
    // Never destroyed: objects may be freed until the very end.
    static SmallPool& of_process = *new SmallPool;
    return of_process;
}

}  // namespace

void* allocate_small(std::size_t bytes) { return pool().allocate(bytes); }
void free_small(void* memory, std::size_t bytes) noexcept { pool().free(memory, bytes); }

#endif

}  // namespace tandem
