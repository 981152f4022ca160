#include "command_line.hpp"

#include "tandem/base/user_error.hpp"

#include "client/http_client.hpp"
#include "exit_code.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace tandem::cli {
namespace {

class NoProcess final : public Process {
  public:
    bool begin_events(std::optional<pid_t>) override { return false; }
    Event wait() override { return Event::stop; }
    void report_failure() noexcept override {}
};

struct Outcome {
    int code;
    std::string out;
    std::string err;
};
Outcome run(const std::vector<std::string>& arguments, const app::Environment& environment = {},
            const std::string& input = {}) {
    NoProcess process;
    std::istringstream in{input};
    std::ostringstream out, err;
    CommandContext context{in, out, err, environment, process};
    const int code = run_command_line(arguments, context);
    return {code, out.str(), err.str()};
}

TEST(FaultsCommand, checks_a_document_without_a_server) {
    EXPECT_EQ(run({"faults", "check", "-"}, {}, "do: {reset: true}").out, "1 rule, all well formed\n");
    const auto outcome = run({"faults", "check", "-"}, {}, "do: {rset: true}");
    EXPECT_EQ(outcome.code, exit_code_of(UserError::configuration));
    EXPECT_EQ(outcome.err, "tandem: standard input:1:6: unknown key \"do.rset\"; did you mean \"do.reset\"?\n");
}

TEST(FaultsCommand, names_a_file_that_is_not_there) {
    const auto outcome = run({"faults", "apply", "/nowhere/faults.yaml"});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::configuration));
    EXPECT_EQ(outcome.err, "tandem: cannot read the faults file /nowhere/faults.yaml\n");
}

TEST(CommandLine, a_mistyped_flag_gets_the_one_that_was_meant) {
    const auto outcome = run({"dev", "--sed", "x.yaml"});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::usage));
    EXPECT_EQ(outcome.err, "tandem: \"--sed\" was not expected; did you mean --seed?\n");
}

TEST(CommandLine, a_real_server_says_where_the_flags_of_the_stand_in_belong) {
    for (const auto* flag : {"--seed", "--clock", "--faults", "--impersonate"}) {
        const auto outcome = run({"serve", "--config", "x.yaml", flag, "x"});
        EXPECT_EQ(outcome.code, exit_code_of(UserError::usage)) << flag;
        EXPECT_NE(outcome.err.find("belongs to `tandem dev`"), std::string::npos) << outcome.err;
    }
}

TEST(ClockCommand, refuses_what_is_no_span_before_it_asks_a_server) {
    const auto outcome = run({"clock", "advance", "soon", "--server", "unix:/nowhere"});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::usage));
    EXPECT_EQ(outcome.err, "tandem: \"soon\" is not a span of time such as 400d or 1d12h\n");
}

TEST(ClockCommand, refuses_what_is_no_date_before_it_asks_a_server) {
    const auto outcome = run({"clock", "set", "2030-13-01", "--server", "unix:/nowhere"});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::usage));
}

TEST(RequestsCommand, refuses_a_dialect_that_there_is_not) {
    EXPECT_EQ(run({"requests", "list", "--dialect", "tencnt"}).code, exit_code_of(UserError::usage));
}

TEST(SeedCommand, check_warns_of_a_tenant_that_the_server_must_have) {
    const auto outcome = run({"seed", "check", "-"}, {}, "keys: [{alias: a, tenant: other}]");
    EXPECT_EQ(outcome.code, 0);
    EXPECT_NE(outcome.err.find("no tenant \"other\" is in these seeds"), std::string::npos) << outcome.err;
}

TEST(SeedCommand, check_refuses_a_directory_without_seeds) {
    const test::TemporaryFolder folder;
    const auto outcome = run({"seed", "check", folder.path().string()});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::configuration));
    EXPECT_NE(outcome.err.find("no seeds in"), std::string::npos) << outcome.err;
}

TEST(CommandLine, help_starts_with_examples) {
    const auto outcome = run({"--help"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_TRUE(outcome.out.starts_with("Examples:\n  tandem dev ")) << outcome.out;
    EXPECT_LT(outcome.out.find("tandem serve --config"), outcome.out.find("Usage:"));
}

TEST(CommandLine, help_of_every_command_starts_with_its_examples) {
    const std::vector<std::vector<std::string>> commands{{"dev"},
                                                         {"serve"},
                                                         {"init"},
                                                         {"encrypt"},
                                                         {"decrypt"},
                                                         {"key"},
                                                         {"key", "list"},
                                                         {"key", "create"},
                                                         {"tenant"},
                                                         {"tenant", "add"},
                                                         {"tenant", "list"},
                                                         {"tenant", "show"},
                                                         {"credential"},
                                                         {"credential", "add"},
                                                         {"credential", "list"},
                                                         {"credential", "remove"},
                                                         {"credential", "disable"},
                                                         {"credential", "enable"},
                                                         {"requests"},
                                                         {"requests", "list"},
                                                         {"requests", "tail"},
                                                         {"requests", "show"},
                                                         {"requests", "clear"},
                                                         {"explain"},
                                                         {"assert"},
                                                         {"assert", "requests"},
                                                         {"faults"},
                                                         {"faults", "apply"},
                                                         {"faults", "list"},
                                                         {"faults", "clear"},
                                                         {"faults", "check"},
                                                         {"health"},
                                                         {"version"},
                                                         {"compatibility"}};
    for (auto command : commands) {
        std::string words = "  tandem";
        for (const auto& word : command) words += " " + word;
        command.emplace_back("--help");
        const auto outcome = run(command);
        EXPECT_EQ(outcome.code, 0) << words;
        EXPECT_EQ(outcome.out.substr(0, 10 + words.size()), "Examples:\n" + words);
        EXPECT_NE(outcome.out.find("Usage:"), std::string::npos) << words;
    }
}

TEST(CommandLine, tells_its_version) {
    EXPECT_EQ(run({"--version"}).out.substr(0, 7), "tandem ");
    EXPECT_EQ(run({"version"}).out, run({"--version"}).out);
    EXPECT_TRUE(nlohmann::json::parse(run({"version", "--json"}).out).contains("version"));
}

TEST(CommandLine, a_mistake_is_a_usage_error_of_one_line) {
    const std::vector<std::vector<std::string>> mistakes{{},
                                                         {"nothing"},
                                                         {"dev", "--prot", "1"},
                                                         {"dev", "--port", "65536"},
                                                         {"serve"},
                                                         {"encrypt", "demo"},
                                                         {"tenant"},
                                                         {"credential", "add"},
                                                         {"encrypt", "demo", "x", "--server", "ftp://x"},
                                                         {"requests"},
                                                         {"requests", "show"},
                                                         {"requests", "list", "--key", ""},
                                                         {"explain"},
                                                         {"assert"},
                                                         {"assert", "requests", "--count", "-1"},
                                                         {"assert", "requests", "--within", "soon"},
                                                         {"assert", "requests", "--within", "-5s"},
                                                         {"dev", "--host", "example.org"}};
    for (const auto& mistake : mistakes) {
        const auto outcome = run(mistake);
        EXPECT_EQ(outcome.code, exit_code_of(UserError::usage)) << testing::PrintToString(mistake);
        EXPECT_EQ(outcome.out, "");
        EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
    }
}

TEST(CommandLine, an_unknown_command_is_named_with_the_nearest_one) {
    EXPECT_EQ(run({"key", "craete", "demo"}).err, "tandem: no command 'key craete'; did you mean 'key create'?\n");
    EXPECT_EQ(run({"sevre"}).err, "tandem: no command 'sevre'; did you mean 'serve'?\n");
    EXPECT_EQ(run({"tenant", "xyzzy"}).err,
              "tandem: no command 'tenant xyzzy'; `tandem tenant --help` shows what there is\n");
}

TEST(CommandLine, encrypt_refuses_what_is_not_utf8_instead_of_changing_it) {
    for (const std::string bytes : {"\xff", "a\x80", "\xed\xa0\x80"}) {
        const auto outcome = run({"encrypt", "demo", "-"}, {}, bytes);
        EXPECT_EQ(outcome.code, exit_code_of(UserError::failed));
        EXPECT_EQ(outcome.err, "tandem: the text is not UTF-8; give base64 instead\n");
    }
    EXPECT_EQ(run({"tenant", "add", "\xff"}).err, "tandem: the text is not UTF-8; give base64 instead\n");
}

TEST(CommandLine, output_that_cannot_be_written_is_a_failure) {
    NoProcess process;
    std::istringstream in;
    std::ostringstream err;
    std::ofstream out{"/dev/full"};
    const app::Environment environment;
    CommandContext context{in, out, err, environment, process};
    EXPECT_EQ(run_command_line({"version"}, context), 1);
    EXPECT_EQ(err.str(), "tandem: cannot write to standard output\n");
}

TEST(CommandLine, init_makes_no_key_beside_a_database_that_has_lost_its_own) {
    const test::TemporaryFolder folder;
    std::ofstream{folder / "tandem.db"} << "something";
    const auto outcome = run({"init", "--dir", folder.path().string()});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::damaged));
    EXPECT_NE(outcome.err.find("put the key back from its copy"), std::string::npos) << outcome.err;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator{folder.path()}, {}), 1);
}

TEST(CommandLine, init_refuses_a_directory_whose_socket_serve_could_not_open) {
    const test::TemporaryFolder folder;
    const auto with_path_of = [&](std::size_t bytes) {
        const std::size_t name = bytes - folder.path().native().size() - std::string{"//admin.sock"}.size();
        const auto directory = folder / std::string(name, 'd');
        return std::pair{run({"init", "--dir", directory.string()}), directory};
    };
    const auto [longest, made] = with_path_of(107);
    EXPECT_EQ(longest.code, 0) << longest.err;
    const auto [refused, not_made] = with_path_of(108);
    EXPECT_EQ(refused.code, exit_code_of(UserError::configuration));
    EXPECT_NE(refused.err.find("has 108 bytes; 1 to 107 are possible"), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(not_made));
}

TEST(CommandLine, init_looks_for_the_database_that_the_configuration_names) {
    const test::TemporaryFolder folder;
    const auto database = (folder / "other.db").string();
    std::ofstream{folder / "tandem.yaml"} << "storage: {url: 'sqlite:" << database << "'}\n";
    EXPECT_EQ(run({"init", "--dir", folder.path().string()}).code, exit_code_of(UserError::conflict));
    std::ofstream{database} << "something";
    const auto outcome = run({"init", "--dir", folder.path().string()});
    EXPECT_EQ(outcome.code, exit_code_of(UserError::damaged));
    EXPECT_NE(outcome.err.find(database), std::string::npos) << outcome.err;
}

TEST(CommandLine, dev_does_not_listen_to_others_unasked) {
    const auto outcome = run({"dev", "--host", "192.0.2.1"}, {});
    // A container means every address, and then this starts as the others do.
    if (outcome.code != 0) {
        EXPECT_EQ(outcome.code, exit_code_of(UserError::unsafe));
    }
    EXPECT_EQ(run({"dev", "--host", "192.0.2.1", "--allow-public-dev"}).code, 0);
    EXPECT_EQ(run({"dev", "--host", "192.0.2.1"}, {{"container", "podman"}}).code, 0);
}

TEST(CommandLine, a_server_whose_parent_is_gone_does_not_start) {
    const auto outcome = run({"dev", "--parent-pid", "1"});
    EXPECT_EQ(outcome.code, 0);
    EXPECT_EQ(outcome.out, "");
    EXPECT_EQ(outcome.err, "tandem: the parent process is gone\n");
}

TEST(CommandLine, health_is_0_or_1) {
    const auto outcome = run({"health", "--url", "unix:/nowhere/admin.sock"});
    EXPECT_EQ(outcome.code, 1);
    EXPECT_TRUE(outcome.err.starts_with("unhealthy: no server answers at unix:/nowhere/admin.sock: "));
    EXPECT_TRUE(
        outcome.err.ends_with(": No such file or directory; does `tandem serve` run there? Its admin listener "
                              "names the socket\n"))
        << outcome.err;
}

TEST(CommandLine, an_unreachable_server_has_a_code_of_its_own) {
    EXPECT_EQ(run({"key", "list"}, {{"TANDEM_ADDR", "unix:/nowhere/a.sock"}}).code,
              exit_code_of(UserError::unreachable));
}

TEST(CommandLine, a_flag_names_the_server_before_the_variable) {
    const auto outcome = run({"tenant", "list", "--server", "unix:/flag"}, {{"TANDEM_ADDR", "unix:/variable"}});
    EXPECT_NE(outcome.err.find("unix:/flag"), std::string::npos);
}

TEST(ServerAddress, reads_urls) {
    const auto plain = ServerAddress::parse("http://127.0.0.1:8990/healthz");
    EXPECT_EQ(plain.kind, ServerAddress::Kind::http);
    EXPECT_EQ(plain.host_header(), "127.0.0.1:8990");
    EXPECT_EQ(plain.path, "/healthz");
    EXPECT_EQ(ServerAddress::parse("localhost:1").text(), "http://localhost:1");
    EXPECT_EQ(ServerAddress::parse("https://[::1]").text(), "https://[::1]:443");
    EXPECT_EQ(ServerAddress::parse("x:65535").port, "65535");
    EXPECT_EQ(ServerAddress::parse("[::1]:8990").host, "::1");
    EXPECT_EQ(ServerAddress::parse("unix:/run/a.sock").host, "/run/a.sock");
}

TEST(ServerAddress, refuses_what_is_no_server) {
    for (const auto* text : {"", "http://", "unix:", "ftp://x", "http://x:", "http://x:80a", ":80", "http://x:65536",
                             "http://x:4295075840", "x:+80"})
        EXPECT_THROW(ServerAddress::parse(text), UserError) << text;
}

}  // namespace
}  // namespace tandem::cli
