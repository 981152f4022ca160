// The usual call works on the stack: authentication, parsing, the service and the reply allocate nothing once the
// connection's buffers have grown.

#include "fixture.hpp"

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

namespace tandem::api::tencent::v2019 {
namespace {

class Tencent2019HotPath : public Tencent2019Test {
  protected:
    // Allocations of one call, when the same was done a few times before.
    std::size_t allocations_of(const RequestText& request) {
        const store::ReadGuard guard = store_->read();
        ticks_ += 1'000'000'000;
        const test::RequestView view{request, clock_.real_now(), ticks_};
        Exchange exchange;
        std::size_t count = 0;
        for (int i = 0; i < 4; ++i) {
            exchange.request = view.request();
            exchange.facts.clear();
            exchange.admitted = false;
            const std::size_t before = allocations.load();
            dialect_->handle(services_, exchange);
            count = allocations.load() - before;
            EXPECT_FALSE(exchange.facts.failed) << exchange.reply.body;
        }
        return count;
    }
};

TEST_F(Tencent2019HotPath, encrypt_and_decrypt_allocate_nothing) {
    const std::string key = create_key();
    const json encrypt = {{"KeyId", key}, {"Plaintext", base64(std::string(4096, 'x'))}};
    const json decrypt = {{"CiphertextBlob", call("Encrypt", encrypt).at("CiphertextBlob")}};
    EXPECT_EQ(allocations_of(client_.post("Encrypt", encrypt.dump(), now())), 0u);
    EXPECT_EQ(allocations_of(client_.post("Decrypt", decrypt.dump(), now())), 0u);
}

TEST_F(Tencent2019HotPath, what_the_journal_shows_allocates_nothing) {
    use([](AllSettings& settings) { settings.development = true; });
    const std::string key = create_key();
    const json encrypt = {{"KeyId", key}, {"Plaintext", base64(std::string(4096, 'x'))}};
    const json decrypt = {{"CiphertextBlob", call("Encrypt", encrypt).at("CiphertextBlob")}};
    EXPECT_EQ(allocations_of(client_.post("Encrypt", encrypt.dump(), now())), 0u);
    EXPECT_EQ(allocations_of(client_.post("Decrypt", decrypt.dump(), now())), 0u);
}

TEST_F(Tencent2019HotPath, a_data_key_is_one_allocation) {
    const json fields = {{"KeyId", create_key()}, {"KeySpec", "AES_256"}};
    EXPECT_EQ(allocations_of(client_.post("GenerateDataKey", fields.dump(), now())), 1u);  // the key itself
}

}  // namespace
}  // namespace tandem::api::tencent::v2019
