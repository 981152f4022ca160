// Any text as a request to all dialects over a real store: "METHOD target\nName: value\n...\n\nbody". Whatever it is,
// it is answered, and never as a fault of the server.
#include "tandem/api/dispatch.hpp"
#include "tandem/store/key_store.hpp"
#include "tandem/vendors/records.hpp"
#include "tandem/vendors/vendors.hpp"

#include <cstdlib>
#include <vector>

namespace {

using namespace tandem;

struct World {
    SystemClock clock;
    std::unique_ptr<store::KeyStore> store =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock, api::record_kinds());
    service::Services services{*store, clock, {}};
    api::Dispatcher dispatcher{services, dialects()};

    std::vector<std::shared_ptr<const api::Dialect>> dialects() const {
        std::vector<std::shared_ptr<const api::Dialect>> all;
        all.push_back(api::make_tencent_2019({}, {}));
        all.push_back(api::make_tencent_2017({}, {}));
        all.push_back(api::make_huawei({}, {}));
        return all;
    }
};

std::string_view take(std::string_view& rest, char end) {
    const std::size_t at = rest.find(end);
    const std::string_view taken = rest.substr(0, at);
    rest.remove_prefix(at == std::string_view::npos ? rest.size() : at + 1);
    return taken;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static World world;
    std::string_view rest{reinterpret_cast<const char*>(data), size};
    api::Exchange exchange;
    exchange.request.method = take(rest, ' ');
    std::string_view target = take(rest, '\n');
    exchange.request.path = take(target, '?');
    exchange.request.query = target;
    std::vector<api::HeaderField> headers;
    for (std::string_view line = take(rest, '\n'); !line.empty() && headers.size() < 64; line = take(rest, '\n')) {
        const std::string_view name = take(line, ':');
        headers.push_back({name, line});
    }
    exchange.request.headers = headers;
    exchange.request.body = rest;
    exchange.request.arrived = world.clock.real_now();
    exchange.place = api::Place::generator;
    world.dispatcher.handle(exchange);
    if (exchange.reply.status == 500 || exchange.facts.error == ErrorCode::internal) std::abort();
    return 0;
}
