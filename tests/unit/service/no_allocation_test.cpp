// The hot path works on the stack: once a key's material is open, sealing and opening allocate nothing.
#include "tandem/keys/encryption_context.hpp"
#include "tandem/service/actions/messages.hpp"

#include "service_test.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {
std::atomic<std::size_t> allocations{0};
}  // namespace

// Not inlined, or the compiler sees free() where it expects operator delete.
[[gnu::noinline]] void* operator new(std::size_t size) {
    allocations.fetch_add(1, std::memory_order_relaxed);
    if (void* memory = std::malloc(size)) return memory;
    throw std::bad_alloc{};
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace tandem::service {
namespace {

using HotPath = ServiceTest;

TEST_F(HotPath, allocates_nothing) {
    const store::Key& key = create();
    const Call in_ours = call();
    keys::Envelope envelope;
    std::array<std::uint8_t, keys::kMaxCiphertextBytes> plaintext;
    const auto once = [&] {
        const EncryptInput input{.key = key,
                                 .plaintext = as_bytes("a small secret"),
                                 .context = keys::EncryptionContext::canonical_empty(),
                                 .shape = keys::Shape::three_piece};
        return encrypt(in_ours, input, envelope).has_value() &&
               decrypt(in_ours, key, {.context = input.context}, envelope, plaintext).has_value();
    };
    ASSERT_TRUE(once());  // opens the material and fills the thread's random pool
    const std::size_t before = allocations.load();
    bool all = true;
    for (int i = 0; i < 100; ++i) all = once() && all;
    const std::size_t after = allocations.load();
    EXPECT_TRUE(all);
    EXPECT_EQ(after - before, 0u);
}

}  // namespace
}  // namespace tandem::service
