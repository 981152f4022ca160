// This binary is linked without the library of the stand-in: that it links shows that a server for real keys reaches
// nothing of it.

#include "tandem/app/application.hpp"
#include "tandem/app/read_config.hpp"
#include "tandem/base/user_error.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>
#include <sys/stat.h>

namespace tandem::app {
namespace {

Config server_of(const test::TemporaryFolder& folder) {
    const auto key = folder / "unseal.key";
    std::ofstream{key} << std::string(64, 'a') << "\n";
    ::chmod(key.c_str(), 0600);
    const auto file = folder / "tandem.yaml";
    std::ofstream{file} << "storage: {url: 'sqlite:" << (folder / "tandem.db").string()
                        << "'}\nroot_key: {provider: file, file: '" << key.string()
                        << "'}\nlisteners: [{name: api, address: '127.0.0.1:0', serve: [tencent-2019, health]}]\n";
    return read_server_config(file, {}, {});
}

TEST(ServeAlone, starts_and_stops) {
    const test::TemporaryFolder folder;
    Application application{server_of(folder)};
    application.start();
    EXPECT_NE(application.port(), 0);
    application.stop();
}

TEST(ServeAlone, is_no_development_server) {
    const test::TemporaryFolder folder;
    Config config = server_of(folder);
    config.mode = Mode::development;
    EXPECT_THROW(Application{std::move(config)}, std::logic_error);
}

}  // namespace
}  // namespace tandem::app
