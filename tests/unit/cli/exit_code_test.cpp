#include "exit_code.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace tandem::cli {
namespace {

// The first column of the table below "## Exit codes".
std::set<int> documented_codes() {
    std::ifstream document{std::filesystem::path{TANDEM_TEST_DATA} / "../../docs/cli.md"};
    std::set<int> codes;
    bool inside = false;
    for (std::string line; std::getline(document, line);) {
        if (line.starts_with("## ")) inside = line == "## Exit codes";
        if (inside && line.starts_with("| ") && line[2] >= '0' && line[2] <= '9')
            codes.insert(std::stoi(line.substr(2)));
    }
    return codes;
}

TEST(ExitCode, of_each_kind_is_its_own_and_in_the_document) {
    auto documented = documented_codes();
    for (std::size_t i = 0; i < UserError::kKinds; ++i) {
        const int code = exit_code_of(static_cast<UserError::Kind>(i));
        EXPECT_EQ(documented.erase(code), 1u) << code;
    }
    // Done; and one that is promised to scripts, but that nothing gives yet.
    EXPECT_EQ(documented, (std::set<int>{0, 75}));
}

TEST(ExitCode, is_what_scripts_know) {
    EXPECT_EQ(exit_code_of(UserError::failed), 1);
    EXPECT_EQ(exit_code_of(UserError::configuration), 3);
    EXPECT_EQ(exit_code_of(UserError::damaged), 9);
    EXPECT_EQ(exit_code_of(UserError::storage), 74);
    EXPECT_EQ(exit_code_of(UserError::unsafe), 78);
}

}  // namespace
}  // namespace tandem::cli
