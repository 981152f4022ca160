#pragma once
// Servers in this process, and the folders that they run on.

#include "tandem/app/application.hpp"
#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"
#include "tandem/standin/stand_in.hpp"
#include "tandem/store/unseal_key.hpp"

#include "client/admin_client.hpp"
#include "client/kms_client.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <string>

namespace tandem::test {

namespace fs = std::filesystem;

inline app::Config quiet(app::Config config) {
    config.logging.requests = false;
    config.logging.level = app::LogLevel::error;
    config.io_threads = 1;
    config.worker_threads = 2;
    return config;
}

inline app::Config development(const fs::path& data = {}, const app::Environment& environment = {}) {
    return quiet(app::read_development_config({data, "127.0.0.1", 0, 1}, environment, {}));
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

    app::Config config(const std::string& more = {}) const { return document("tenants: [{name: acme}]\n" + more); }
    // The document with what a server cannot do without.
    app::Config document(const std::string& text) const {
        return quiet(app::read_server_config_text("storage: {url: 'sqlite:" + (folder_ / "tandem.db").string() +
                                                      "'}\nlisteners: [{address: '127.0.0.1:0'}]\n" + text,
                                                  "t.yaml", {}, {}));
    }

  private:
    TemporaryFolder folder_;
};

// The application with what its mode asks for.
inline app::Application application_of(app::Config config) {
    const bool development = config.mode == app::Mode::development;
    return app::Application{std::move(config), development ? standin::make_stand_in() : nullptr};
}

struct Running {
    explicit Running(app::Config config) : application(application_of(std::move(config))) { application.start(); }
    cli::ServerAddress address() const {
        return cli::ServerAddress::parse("http://127.0.0.1:" + std::to_string(application.port()));
    }
    cli::HttpAnswer get(const std::string& path) const {
        return cli::send_request(address(), {"GET", path, {}, {}}, {});
    }
    cli::KmsClient client(std::string_view id = app::kDevelopmentId,
                          std::string_view secret = app::kDevelopmentSecret) const {
        return {address(), {}, {std::string{id}, SecretBytes::copy_of(as_bytes(secret))}};
    }
    app::Application application;
};

inline std::string refusal(const std::function<app::Config()>& config, UserError::Kind expected) {
    try {
        const app::Application application = application_of(config());
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), expected) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "started";
    return {};
}

inline bool has_credential(app::Application& application, std::string_view id) {
    const auto guard = application.services().store.read();
    return application.services().store.find_credential(id) != nullptr;
}

}  // namespace tandem::test
