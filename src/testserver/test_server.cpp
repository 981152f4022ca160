#include "tandem/testserver/test_server.hpp"

#include "tandem/app/application.hpp"
#include "tandem/app/test_config.hpp"
#include "tandem/standin/stand_in.hpp"

#include <utility>

namespace tandem {
namespace {

app::Config config_of(const TestServerOptions& options) {
    auto config = app::test_config(options.data_directory, options.vendor_rates);
    if (!options.seed.empty()) config.stand_in.seed_texts.push_back({"the test's seed", options.seed});
    config.logging.requests = options.log_requests;
    config.logging.level = options.log_requests ? app::LogLevel::info : app::LogLevel::error;
    return config;
}

}  // namespace

struct TestServer::Parts {
    explicit Parts(app::Config config) : application(std::move(config), standin::make_stand_in()) {
        application.start();
        endpoint = "http://127.0.0.1:" + std::to_string(application.port());
    }

    app::Application application;
    std::string endpoint;
    std::string access_key_id{app::kDevelopmentId};
    std::string secret{app::kDevelopmentSecret};
    std::string project_id{app::kDevelopmentProject};
};

TestServer::TestServer(const TestServerOptions& options) : parts_(std::make_unique<Parts>(config_of(options))) {}
TestServer::~TestServer() = default;

const std::string& TestServer::endpoint() const noexcept { return parts_->endpoint; }
std::uint16_t TestServer::port() const noexcept { return parts_->application.port(); }
const std::string& TestServer::access_key_id() const noexcept { return parts_->access_key_id; }
const std::string& TestServer::secret() const noexcept { return parts_->secret; }
const std::string& TestServer::project_id() const noexcept { return parts_->project_id; }

}  // namespace tandem
