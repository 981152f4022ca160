// Sealing and opening a message under an AES key, 32 bytes and 4 KB.

#include "tandem/crypto/sealing.hpp"

#include <benchmark/benchmark.h>

#include <array>

namespace tandem::crypto {
namespace {

struct Message {
    explicit Message(std::size_t bytes)
        : plaintext(bytes, 'x'), ciphertext(sealed_length(bytes, Padding::pkcs7)), opened(ciphertext.size()) {}

    void seal() { key.seal(info, salt, {as_bytes("header"), context}, plaintext, Padding::pkcs7, ciphertext, proof); }
    std::optional<std::size_t> open() {
        return key.open(info, salt, {as_bytes("header"), context}, ciphertext, proof, Padding::pkcs7, opened);
    }

    const SealingKey key{Suite::aes256_gcm, "tandem/v1/message", Bytes(32, 0x11)};
    const Bytes info = Bytes(41, 0x22);
    const Bytes salt = Bytes(kSaltBytes, 0x33);
    const Bytes context = Bytes(48, 0x44);
    const Bytes plaintext;
    Bytes ciphertext;
    Bytes opened;
    std::array<std::uint8_t, kProofBytes> proof{};
};

void seal(benchmark::State& state) {
    Message message{static_cast<std::size_t>(state.range(0))};
    for (auto _ : state) message.seal();
}
BENCHMARK(seal)->Arg(32)->Arg(4096);

void open(benchmark::State& state) {
    Message message{static_cast<std::size_t>(state.range(0))};
    message.seal();
    if (!message.open()) state.SkipWithError("the message does not open");
    for (auto _ : state) benchmark::DoNotOptimize(message.open());
}
BENCHMARK(open)->Arg(32)->Arg(4096);

}  // namespace
}  // namespace tandem::crypto
