#pragma once
// Servers in this process, and the folders that they run on.

#include "tandem/app/application.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/standin/stand_in.hpp"
#include "tandem/store/unseal_key.hpp"

#include "client/admin_client.hpp"
#include "client/kms_client.hpp"
#include "config/read_config.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

namespace tandem::test {

using namespace app;  // NOLINT(google-build-using-namespace): this header is of its tests
namespace fs = std::filesystem;

inline Config quiet(Config config) {
    config.logging.requests = false;
    config.logging.level = LogLevel::error;
    config.io_threads = 1;
    config.worker_threads = 2;
    return config;
}

inline Config development(const fs::path& data = {}, const Environment& environment = {}) {
    return quiet(read_development_config({data, "127.0.0.1", 0, 1}, environment, {}));
}

// A folder with what `tandem init` makes, but for the configuration file.
class ServerFolder {
  public:
    ServerFolder() {
        fs::permissions(folder_.path(), fs::perms::owner_all);
        static_cast<void>(store::create_unseal_key(folder_ / "unseal.key"));
    }
    fs::path operator/(const std::string& name) const { return folder_ / name; }
    const fs::path& path() const { return folder_.path(); }

    Config config(const std::string& more = {}) const { return document("tenants: [{name: acme}]\n" + more); }
    // With what a server cannot do without.
    Config document(const std::string& text) const {
        return quiet(read_server_config_text("storage: {url: 'sqlite:" + (folder_ / "tandem.db").string() +
                                                 "'}\nlisteners: [{address: '127.0.0.1:0'}]\n" + text,
                                             "t.yaml", {}, {}));
    }

  private:
    TemporaryFolder folder_;
};

// With what its mode asks for.
inline Application application_of(Config config) {
    const bool development = config.mode == Mode::development;
    return Application{std::move(config), development ? make_stand_in() : nullptr};
}

struct Running {
    explicit Running(Config config) : application(application_of(std::move(config))) { application.start(); }
    ServerAddress address() const {
        return ServerAddress::parse("http://127.0.0.1:" + std::to_string(application.port()));
    }
    HttpAnswer get(const std::string& path) const { return send_request(address(), {"GET", path, {}, {}}, {}); }
    KmsClient client(std::string_view id = kDevelopmentId, std::string_view secret = kDevelopmentSecret) const {
        return {address(), {}, {std::string{id}, SecretBytes::copy_of(as_bytes(secret))}};
    }
    Application application;
};

inline std::string refusal(const std::function<Config()>& config, UserError::Kind expected) {
    try {
        const Application application = application_of(config());
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), expected) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "started";
    return {};
}

inline bool has_credential(Application& application, std::string_view id) {
    const auto guard = application.services().store.read();
    return application.services().store.find_credential(id) != nullptr;
}

}  // namespace tandem::test
