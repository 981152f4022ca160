#pragma once
// A whole Tandem server inside a test process: on a free port of 127.0.0.1, in memory, gone with the object.
//
//     tandem::TestServer server;
//     MyKmsClient client{server.endpoint(), server.access_key_id(), server.secret()};
//
// Each server is of its own; any number of them run at a time. It has threads of its own and touches no signal, umask
// or other setting of the process. This header needs the standard library alone.

#include <cstdint>
#include <memory>
#include <string>

namespace tandem {

struct TestServerOptions {
    // A seed document, as `tandem dev` takes one in TANDEM_SEED; empty: none.
    std::string seed = {};
    // Keeps keys in this directory, which is made when it is missing; empty: in memory.
    std::string data_directory = {};
    // The clouds' documented rate limits; a test seldom wants them.
    bool vendor_rates = false;
    // A line a request, and the server's notices, on stderr. Errors are written there in any case.
    bool log_requests = false;
};

class TestServer {
  public:
    // Answers requests when this returns. Throws std::runtime_error with one line that says what is wrong.
    explicit TestServer(const TestServerOptions& options = {});
    // Ends its connections and stops, within milliseconds.
    ~TestServer();
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;

    // "http://127.0.0.1:PORT", for every API; https is answered on the same port.
    [[nodiscard]] const std::string& endpoint() const noexcept;
    [[nodiscard]] std::uint16_t port() const noexcept;

    // The published development credential, valid for every API and every region.
    [[nodiscard]] const std::string& access_key_id() const noexcept;
    [[nodiscard]] const std::string& secret() const noexcept;
    // Huawei's APIs name a project.
    [[nodiscard]] const std::string& project_id() const noexcept;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace tandem
