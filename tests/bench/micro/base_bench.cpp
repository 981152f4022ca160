// Base64 of 4,096 bytes both ways, by the tables alone (0) and as this processor does it (1); ids and hexadecimal.

#include "tandem/base/encoding.hpp"
#include "tandem/base/ids.hpp"

#include "base64_blocks.hpp"

#include <benchmark/benchmark.h>

namespace tandem {
namespace {

constexpr std::size_t kBytes = 4096;

const Base64Blocks* version(const benchmark::State& state) {
    return state.range(0) == 0 ? nullptr : base64_blocks_of_this_processor();
}

void base64_encode_4k(benchmark::State& state) {
    const Bytes bytes(kBytes, 'x');
    std::string text(base64_length(kBytes), '\0');
    for (auto _ : state) benchmark::DoNotOptimize(base64_encode_to(text.data(), bytes, version(state)));
}
BENCHMARK(base64_encode_4k)->Arg(0)->Arg(1);

void base64_decode_4k(benchmark::State& state) {
    const std::string text = base64_encode(Bytes(kBytes, 'x'));
    Bytes bytes(base64_capacity(text.size()));
    for (auto _ : state) benchmark::DoNotOptimize(base64_decode_to(bytes, text, version(state)));
}
BENCHMARK(base64_decode_4k)->Arg(0)->Arg(1);

void hex_encode_32(benchmark::State& state) {
    const Bytes digest(32, 0x5a);
    std::array<char, 64> text;
    for (auto _ : state) {
        hex_encode_to(text.data(), digest);
        benchmark::DoNotOptimize(text);
    }
}
BENCHMARK(hex_encode_32);

void hex_decode_32(benchmark::State& state) {
    const std::string text = hex_encode(Bytes(32, 0x5a));
    Bytes digest(32);
    for (auto _ : state) benchmark::DoNotOptimize(hex_decode_to(digest, text));
}
BENCHMARK(hex_decode_32);

void key_id_format(benchmark::State& state) {
    const KeyId id{};
    std::array<char, kUuidLength> text;
    for (auto _ : state) {
        format_uuid_to(text.data(), id.bytes);
        benchmark::DoNotOptimize(text);
    }
}
BENCHMARK(key_id_format);

void key_id_parse(benchmark::State& state) {
    const std::string text = KeyId{}.text();
    for (auto _ : state) benchmark::DoNotOptimize(KeyId::parse(text));
}
BENCHMARK(key_id_parse);

}  // namespace
}  // namespace tandem
