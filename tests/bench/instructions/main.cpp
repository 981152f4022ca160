// Does one operation a few hundred times, for scripts/lib/instructions.py to count the instructions of.
//   tandem_instructions OPERATION TIMES     encrypt, decrypt or signature
//   tandem_instructions about               how it was built, as JSON

#include "memory_server.hpp"
#include "tencent/v2019/auth/authentication.hpp"
#include "tencent/v2019/wire/request_frame.hpp"

#include <charconv>
#include <memory>
#include <string>
#include <string_view>

namespace tandem::bench {
namespace {

constexpr int kWarmUps = 50;  // caches and buffers are full from here on
constexpr std::size_t kPlaintextBytes = 32;

class Operation {
  public:
    virtual ~Operation() = default;
    virtual void prepare() = 0;
    virtual void run() = 0;
};

// One request through the dispatcher: parsed, authenticated, done and answered, but for HTTP.
class WholeRequest final : public Operation {
  public:
    WholeRequest(const MemoryServer& server, test::RequestText request)
        : server_(server), request_(std::move(request)), view_(request_, server.now()) {}

    void prepare() override {
        ticks_ += kSecond;  // so that no rate limit is met
        exchange_.request = view_.request();
        exchange_.request.arrived_ticks = ticks_;
        exchange_.facts.clear();
        exchange_.admitted = false;
    }
    void run() override { server_.answer(exchange_); }

  private:
    const MemoryServer& server_;
    test::RequestText request_;
    test::RequestView view_;
    api::Exchange exchange_;
    std::int64_t ticks_ = 0;
};

// Who calls: the Authorization header, the credential, the time and the signature, by a signing key already derived.
class SignatureCheck final : public Operation {
  public:
    explicit SignatureCheck(MemoryServer& server)
        : server_(server),
          request_(server.encrypt(kPlaintextBytes)),
          view_(request_, server.now()),
          frame_(api::tencent::v2019::read_request_frame(view_.request(), arena_).value()) {}

    void prepare() override {
        exchange_.request = view_.request();
        exchange_.facts.clear();
    }
    void run() override {
        const store::ReadGuard guard = server_.services().store.read();
        if (authenticator_.authenticate(server_.services(), exchange_, frame_).has_error())
            give_up("the signature is refused");
    }

  private:
    MemoryServer& server_;
    const test::RequestText request_;
    const test::RequestView view_;
    api::Arena arena_;
    const api::tencent::v2019::RequestFrame frame_;
    const api::tencent::AllSettings settings_;
    const api::tencent::v2019::Authenticator authenticator_{settings_};
    api::Exchange exchange_;
};

std::unique_ptr<Operation> find_operation(std::string_view name, MemoryServer& server) {
    if (name == "encrypt") return std::make_unique<WholeRequest>(server, server.encrypt(kPlaintextBytes));
    if (name == "decrypt") return std::make_unique<WholeRequest>(server, server.decrypt(kPlaintextBytes));
    if (name == "signature") return std::make_unique<SignatureCheck>(server);
    return nullptr;
}

void tell_how_it_was_built() {
    std::cout << R"({"compiler": ")" TANDEM_COMPILER R"(", "flags": ")" TANDEM_FLAGS R"(", "processor": ")"
              << TANDEM_PROCESSOR;
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) std::cout << " with AVX2";
#endif
    std::cout << "\"}\n";
}

}  // namespace
}  // namespace tandem::bench

// Counting begins where this is entered and ends where it is left; hence the plain name, and neither inlining nor a
// copy for its caller.
extern "C" [[gnu::noipa]] void measured_operation(tandem::bench::Operation& operation);
void measured_operation(tandem::bench::Operation& operation) { operation.run(); }

int main(int count, char** arguments) {
    using namespace tandem::bench;
    const std::string_view name = count > 1 ? arguments[1] : "";
    if (name == "about") return tell_how_it_was_built(), 0;
    MemoryServer server;
    const std::unique_ptr<Operation> operation = find_operation(name, server);
    const std::string_view times = count > 2 ? arguments[2] : "";
    int runs = 0;
    std::from_chars(times.data(), times.data() + times.size(), runs);
    if (operation == nullptr || runs < 1) give_up("usage: tandem_instructions encrypt|decrypt|signature TIMES");
    for (int i = 0; i < kWarmUps; ++i) {
        operation->prepare();
        operation->run();
    }
    for (int i = 0; i < runs; ++i) {
        operation->prepare();
        measured_operation(*operation);
    }
}
