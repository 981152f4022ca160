// A reply as text: head and body of an Encrypt of 32 bytes and of 4 KB.

#include "messages/reply_format.hpp"

#include <benchmark/benchmark.h>

#include <string>

namespace tandem::http {
namespace {

void reply_format(benchmark::State& state) {
    api::WireReply reply;
    reply.body = std::string(static_cast<std::size_t>(state.range(0)), 'x');
    const api::RequestFacts facts;
    ReplyFrame frame;
    frame.date_line = "Date: Thu, 01 Jan 2026 00:00:00 GMT\r\n";
    std::string output;
    for (auto _ : state) {
        output.clear();
        append_reply(output, reply, facts, frame);
        benchmark::DoNotOptimize(output.data());
    }
}
BENCHMARK(reply_format)->Arg(390)->Arg(5'800);  // bytes of the body

}  // namespace
}  // namespace tandem::http
