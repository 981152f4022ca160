#include "tandem/crypto/random.hpp"

#include <climits>
#include <openssl/rand.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <pthread.h>

namespace tandem::crypto {
namespace {

// Rises in every child process, which must not hand out what its parent's pool holds.
std::atomic<std::uint32_t> fork_generation{0};

void count_forks() noexcept {
    static const int registered =
        pthread_atfork(nullptr, nullptr, [] { fork_generation.fetch_add(1, std::memory_order_relaxed); });
    if (registered != 0) std::abort();
}

[[noreturn]] void no_entropy() noexcept {
    std::fputs("tandem: the random number generator failed\n", stderr);
    std::abort();
}

void fill(MutableBytes to) noexcept {
    if (to.size() > INT_MAX || RAND_bytes(to.data(), static_cast<int>(to.size())) != 1) no_entropy();
}

class Pool {
  public:
    Pool() noexcept = default;
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;
    ~Pool() { wipe(bytes_); }

    // At most kSize / 2 bytes, so that little is thrown away.
    void take(MutableBytes to) noexcept {
        if (to.size() > left_ || generation_ != fork_generation.load(std::memory_order_relaxed)) refill();
        left_ -= to.size();
        std::memcpy(to.data(), bytes_.data() + left_, to.size());
        wipe(bytes_.data() + left_, to.size());
    }

    static constexpr std::size_t kSize = 4096;

  private:
    void refill() noexcept {
        count_forks();
        generation_ = fork_generation.load(std::memory_order_relaxed);
        fill(bytes_);
        left_ = bytes_.size();
    }

    std::array<std::uint8_t, kSize> bytes_;
    std::size_t left_ = 0;  // the first left_ bytes are unused
    std::uint32_t generation_ = 0;
};

}  // namespace

void random_bytes(MutableBytes to) noexcept {
    if (to.empty()) return;
    if (to.size() > Pool::kSize / 2) return fill(to);
    thread_local Pool pool;
    pool.take(to);
}

SecretBytes random_secret(std::size_t size) {
    SecretBytes secret{size};
    if (size == 0) return secret;
    const MutableBytes to = secret.expose_secret_for_writing();
    if (size > INT_MAX || RAND_priv_bytes(to.data(), static_cast<int>(size)) != 1) no_entropy();
    return secret;
}

}  // namespace tandem::crypto
