#include "running_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace tandem::cli {
namespace {

using test::development;
using test::has_credential;
using test::quiet;
using test::refusal;
using test::Running;
using test::ServerFolder;
namespace fs = std::filesystem;
using nlohmann::json;

constexpr auto kOthersWrite = fs::perms::others_write;

TEST(Application, encrypts_and_decrypts_over_the_wire) {
    const Running server{development()};
    auto client = server.client();
    const auto key = client.call("create-key", {{"key_alias", "demo"}}).at("key_info").at("key_id");
    const auto sealed = client.call("encrypt-data", {{"key_id", "alias/demo"}, {"plain_text", "hello"}});
    EXPECT_EQ(sealed.at("key_id"), key);
    const auto opened = client.call("decrypt-data", {{"cipher_text", sealed.at("cipher_text")}});
    EXPECT_EQ(opened.at("plain_text"), "hello");
}

TEST(Application, a_wrong_secret_is_denied) {
    const Running server{development()};
    try {
        server.client(app::kDevelopmentId, "wrong").call("list-keys", json::object());
        FAIL();
    } catch (const UserError& error) {
        EXPECT_EQ(error.kind(), UserError::denied);
    }
}

TEST(Application, is_ready_once_started) {
    const Running server{development()};
    EXPECT_EQ(server.get("/_tandem/ready").status, 200u);
    EXPECT_EQ(server.get("/healthz").status, 200u);
}

TEST(Application, metrics_show_the_request_before) {
    const Running server{development()};
    server.get("/healthz");
    const auto page = server.get("/metrics").body;
    EXPECT_NE(page.find(R"(tandem_requests_total{action="Health",dialect="admin",result="ok"} 1)"), std::string::npos);
    EXPECT_NE(page.find("tandem_build_info{version=\"" + app::version() + "\"} 1"), std::string::npos);
}

TEST(Application, two_in_one_process_have_nothing_in_common) {
    const Running one{development()};
    const Running other{development()};
    EXPECT_NE(one.application.port(), other.application.port());
    one.client().call("create-key", {{"key_alias", "demo"}});
    EXPECT_EQ(one.client().call("list-keys", json::object()).at("total"), 1);
    EXPECT_EQ(other.client().call("list-keys", json::object()).at("total"), 0);
}

TEST(Application, a_tenant_made_by_the_admin_api_works_at_once_and_alone) {
    const Running server{development()};
    server.client().call("create-key", {{"key_alias", "demo"}});
    const auto made = call_admin(server.address(), {}, "POST", "/_tandem/tenants", nullptr);
    auto stranger = server.client(made.at("credential").at("id").get<std::string>(),
                                  made.at("credential").at("secret").get<std::string>());
    EXPECT_EQ(stranger.call("list-keys", json::object()).at("total"), 0);
}

TEST(Application, listeners_that_serve_different_sets_have_one_limit_of_a_tenant) {
    app::Config config = development();
    config.dialects.rate = api::RateMode::map;
    config.dialects.rates = {{"huawei", "CreateKey", 1}};
    config.listeners.push_back({"other", "127.0.0.1:0", {"huawei"}});
    const Running server{std::move(config)};
    const auto addresses = server.application.addresses();
    const auto began = std::chrono::steady_clock::now();
    std::string refusals;
    for (const auto& address : {addresses.front(), addresses.back()}) {
        const auto secret = SecretBytes::copy_of(as_bytes(app::kDevelopmentSecret));
        KmsClient client{
            ServerAddress::parse("http://" + address), {}, {std::string{app::kDevelopmentId}, secret.clone()}};
        try {
            client.call("create-key", {{"key_alias", address == addresses.front() ? "first" : "second"}});
        } catch (const UserError& error) {
            refusals += error.what();
        }
    }
    // A machine that needs a second for two calls may do both.
    if (std::chrono::steady_clock::now() - began < std::chrono::seconds{1}) {
        EXPECT_NE(refusals.find("APIGW.0308"), std::string::npos) << refusals;
    }
}

TEST(Application, stops_twice) {
    Running server{development()};
    server.application.stop();
    server.application.stop();
}

TEST(Application, a_port_that_is_taken_is_refused) {
    const Running first{development()};
    const auto again = [&] {
        return quiet(app::read_development_config({{}, "127.0.0.1", first.application.port(), 1}, {}, {}));
    };
    const auto text = refusal(again, UserError::conflict);
    EXPECT_NE(text.find("in use by process " + std::to_string(::getpid())), std::string::npos) << text;
    EXPECT_NE(text.find("--port 0"), std::string::npos) << text;
}

TEST(Storage, dev_makes_its_directory_and_key_and_keeps_its_keys) {
    const test::TemporaryFolder folder;
    const auto data = folder / "new/data";
    {
        const Running server{development(data)};
        server.client().call("create-key", {{"key_alias", "demo"}});
    }
    EXPECT_EQ(fs::status(data / "unseal.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const Running server{development(data)};
    EXPECT_EQ(server.client().call("list-keys", json::object()).at("total"), 1);
}

// Root may do everything, so tests that run as root are somebody else for a while.
class AsNobody {
  public:
    AsNobody() {
        if (was_root_ && ::seteuid(kNobody) != 0) throw std::runtime_error{"no other user"};
    }
    ~AsNobody() {
        if (was_root_ && ::seteuid(0) != 0) std::abort();
    }
    AsNobody(const AsNobody&) = delete;
    AsNobody& operator=(const AsNobody&) = delete;

  private:
    static constexpr uid_t kNobody = 65534;
    bool was_root_ = ::geteuid() == 0;
};

std::string refusal_as_nobody(const fs::path& data) {
    const AsNobody nobody;
    return refusal([&] { return development(data); }, UserError::failed);
}

constexpr auto kReadable =
    fs::perms::owner_read | fs::perms::owner_exec | fs::perms::others_read | fs::perms::others_exec;

TEST(Storage, a_data_directory_that_it_cannot_write_is_refused_with_its_owner_and_both_remedies) {
    const test::TemporaryFolder folder;
    fs::permissions(folder.path(), kReadable);
    const auto owner = std::to_string(::geteuid());
    const auto text = refusal_as_nobody(folder.path());
    EXPECT_TRUE(text.starts_with("cannot write to the data directory " + folder.path().string() + ": ")) << text;
    EXPECT_NE(text.find("belongs to user " + owner + " (mode 0505) and this server is user "), std::string::npos)
        << text;
    EXPECT_NE(text.find("chown -R "), std::string::npos) << text;
    EXPECT_NE(text.find("--user " + owner), std::string::npos) << text;
    EXPECT_NE(text.find("user: \"$(id -u)\""), std::string::npos) << text;
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
}

TEST(Storage, a_data_directory_that_it_cannot_make_is_refused_with_the_owner_of_what_is_there) {
    const test::TemporaryFolder folder;
    fs::permissions(folder.path(), kReadable);
    const auto text = refusal_as_nobody(folder / "new/data");
    EXPECT_TRUE(text.starts_with("cannot make the data directory " + (folder / "new/data").string() + ": " +
                                 folder.path().string() + " belongs to user "))
        << text;
}

TEST(Storage, files_of_another_user_are_refused_by_their_name) {
    const test::TemporaryFolder folder;
    {
        const Running server{development(folder.path())};
    }
    fs::permissions(folder.path(), fs::perms::all);
    fs::permissions(folder / "tandem.db", fs::perms::none);
    const auto text = refusal_as_nobody(folder.path());
    EXPECT_NE(text.find("cannot open the data file " + (folder / "tandem.db").string()), std::string::npos) << text;
}

TEST(Storage, a_file_in_the_place_of_the_data_directory_is_refused) {
    const test::TemporaryFolder folder;
    std::ofstream{folder / "file"} << "here";
    const auto text = refusal([&] { return development(folder / "file"); }, UserError::failed);
    EXPECT_NE(text.find("Not a directory"), std::string::npos) << text;
}

TEST(Storage, a_database_without_its_key_is_refused) {
    const test::TemporaryFolder folder;
    {
        const Running server{development(folder.path())};
    }
    fs::remove(folder / "unseal.key");
    const auto text = refusal([&] { return development(folder.path()); }, UserError::damaged);
    EXPECT_NE(text.find("unseal.key is not; put the key back"), std::string::npos) << text;
    EXPECT_FALSE(fs::exists(folder / "unseal.key"));
}

TEST(Storage, another_unseal_key_is_refused) {
    const test::TemporaryFolder folder;
    {
        const Running server{development(folder.path())};
    }
    fs::remove(folder / "unseal.key");
    static_cast<void>(store::create_unseal_key(folder / "unseal.key"));
    EXPECT_THROW(test::application_of(development(folder.path())), UserError);
}

TEST(Storage, an_unseal_key_that_others_may_read_is_refused) {
    const test::TemporaryFolder folder;
    {
        const Running server{development(folder.path())};
    }
    fs::permissions(folder / "unseal.key", fs::perms::others_read, fs::perm_options::add);
    EXPECT_THROW(test::application_of(development(folder.path())), UserError);
}

TEST(Storage, a_second_server_on_the_same_data_is_refused) {
    const test::TemporaryFolder folder;
    const Running first{development(folder.path())};
    EXPECT_THROW(test::application_of(development(folder.path())), UserError);
    EXPECT_EQ(first.get("/healthz").status, 200u);
}

TEST(ServerMode, makes_no_unseal_key_by_itself) {
    const ServerFolder folder;
    fs::remove(folder / "unseal.key");
    const auto text = refusal([&] { return folder.config(); }, UserError::configuration);
    EXPECT_NE(text.find("never makes one by itself"), std::string::npos) << text;
    EXPECT_FALSE(fs::exists(folder / "unseal.key"));
}

TEST(ServerMode, refuses_a_data_directory_that_others_may_write) {
    const ServerFolder folder;
    fs::permissions(folder.path(), kOthersWrite, fs::perm_options::add);
    EXPECT_NE(refusal([&] { return folder.config(); }, UserError::unsafe).find("chmod go-w"), std::string::npos);
}

TEST(ServerMode, refuses_a_data_directory_that_is_not_there) {
    refusal(
        [] {
            return quiet(app::read_server_config_text("storage: {url: 'sqlite:/nowhere/t.db'}\n", "t.yaml", {}, {}));
        },
        UserError::configuration);
}

TEST(ServerMode, has_admin_on_its_socket_and_only_health_on_its_port) {
    const ServerFolder folder;
    const Running server{folder.config()};
    EXPECT_EQ(server.get("/healthz").status, 200u);
    EXPECT_EQ(server.get("/_tandem/tenants").status, 404u);
    EXPECT_EQ(server.get("/metrics").status, 404u);

    const auto socket = folder / "admin.sock";
    EXPECT_EQ(fs::status(socket).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto answer =
        call_admin(ServerAddress::parse("unix:" + socket.string()), {}, "GET", "/_tandem/tenants", nullptr);
    EXPECT_EQ(answer.at("tenants").at(0).at("name"), "acme");
}

TEST(ServerMode, drops_the_published_credential_of_a_development_database) {
    const ServerFolder folder;
    {
        const Running server{development(folder.path())};
    }
    Running server{folder.config()};
    EXPECT_FALSE(has_credential(server.application, app::kDevelopmentId));
}

}  // namespace
}  // namespace tandem::cli
