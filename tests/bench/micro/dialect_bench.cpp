// What a dialect does with a request before its action: the JSON of an Encrypt, and its TC3 signature, at 32 bytes and
// 4 KB; and whole requests through the dispatcher.

#include "tandem/api/json_reader.hpp"

#include "memory_server.hpp"
#include "tencent/v2019/auth/signature_v3.hpp"

#include <benchmark/benchmark.h>

namespace tandem::bench {
namespace {

namespace v2019 = api::tencent::v2019;

std::size_t plaintext_bytes(const benchmark::State& state) { return static_cast<std::size_t>(state.range(0)); }

void json_read_encrypt(benchmark::State& state) {
    const MemoryServer server;
    const std::string body = server.encrypt(plaintext_bytes(state)).body;
    for (auto _ : state) {
        api::Arena arena;
        benchmark::DoNotOptimize(api::read_json(body, arena));
    }
}
BENCHMARK(json_read_encrypt)->Arg(32)->Arg(4096);

// By a signing key that is derived already.
void tc3_verification(benchmark::State& state) {
    const MemoryServer server;
    const test::RequestText text = server.encrypt(plaintext_bytes(state));
    const test::RequestView view{text, server.now()};
    const api::WireRequest& request = view.request();
    const auto authorization = v2019::parse_authorization_v3(request.header("Authorization")).value();
    const auto key = v2019::derive_signing_key(as_bytes(server.secret()), authorization.date, authorization.service);
    const std::string timestamp = text.get("X-TC-Timestamp");
    const v2019::SignatureV3Question question{request, authorization, timestamp, {}};
    if (!v2019::signature_v3_matches(key, question)) state.SkipWithError("the signature is refused");
    for (auto _ : state) benchmark::DoNotOptimize(v2019::signature_v3_matches(key, question));
}
BENCHMARK(tc3_verification)->Arg(32)->Arg(4096);

void whole_request(benchmark::State& state, const MemoryServer& server, const test::RequestText& text) {
    const test::RequestView view{text, server.now()};
    api::Exchange exchange;
    std::int64_t ticks = 0;
    for (auto _ : state) {
        exchange.request = view.request();
        exchange.request.arrived_ticks = ticks += kSecond;  // so that no rate limit is met
        exchange.facts.clear();
        exchange.admitted = false;
        server.answer(exchange);
    }
}

void request_encrypt(benchmark::State& state) {
    const MemoryServer server;
    whole_request(state, server, server.encrypt(plaintext_bytes(state)));
}
BENCHMARK(request_encrypt)->Arg(32)->Arg(4096);

void request_decrypt(benchmark::State& state) {
    MemoryServer server;
    whole_request(state, server, server.decrypt(plaintext_bytes(state)));
}
BENCHMARK(request_decrypt)->Arg(32)->Arg(4096);

}  // namespace
}  // namespace tandem::bench
