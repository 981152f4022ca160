// Finding a key among 1,000,000.

#include "tandem/crypto/random.hpp"

#include "index/index.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <random>
#include <vector>

namespace tandem::store {
namespace {

constexpr std::size_t kKeys = 1'000'000;
constexpr std::size_t kAsked = 1 << 16;  // far apart in memory, and more than the nearest caches hold

struct FilledIndex {
    FilledIndex() {
        TenantFacts facts;
        facts.id = crypto::random_id<TenantId>();
        facts.name = "bench";
        index.put(make_tenant(index, facts, 1, Bytes(32, 0x11)));
        tenant = index.find_tenant(facts.id);
        for (std::size_t i = 0; i < kKeys; ++i) {
            auto key = std::make_unique<Key>();
            key->id = crypto::random_id<KeyId>();
            crypto::random_bytes({reinterpret_cast<std::uint8_t*>(key->name.letters.data()), key->name.letters.size()});
            key->created = TimePoint{Milliseconds{i}};
            if (i % (kKeys / kAsked) == 0) asked.push_back(key->id);
            index.put(*tenant, std::move(key));
        }
        // Asked for in no order that memory has.
        std::ranges::shuffle(asked, std::mt19937{1});
    }

    Index index;
    const Tenant* tenant = nullptr;
    std::vector<KeyId> asked;
};

void index_lookup_1m(benchmark::State& state) {
    static const FilledIndex filled;
    EpochReclaimer& reclaimer = filled.index.reclaimer();
    std::size_t next = 0;
    for (auto _ : state) {
        ReaderSlot& slot = reclaimer.enter();
        const Key* key = filled.tenant->keys->find(filled.asked[next]);
        if (key == nullptr) state.SkipWithError("a key is missing");
        benchmark::DoNotOptimize(key->settings.state);
        EpochReclaimer::leave(slot);
        next = (next + 1) % kAsked;
    }
}
BENCHMARK(index_lookup_1m);

}  // namespace
}  // namespace tandem::store
