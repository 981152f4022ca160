#include "tandem/store/unseal_key.hpp"

#include "tandem/base/user_error.hpp"

#include "store_test.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <optional>
#include <sys/stat.h>

namespace tandem::store {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class UnsealKey : public testing::Test {
  protected:
    void write(std::string_view text, mode_t mode = 0600) {
        std::ofstream{file_} << text;
        ::chmod(file_.c_str(), mode);
    }
    // The error of reading the file: its kind and its line.
    std::pair<std::optional<UserError::Kind>, std::string> refusal() {
        try {
            (void)read_unseal_key(file_);
        } catch (const UserError& error) {
            return {error.kind(), error.what()};
        }
        return {std::nullopt, ""};
    }

    void expect_malformed(std::string_view text) {
        write(text);
        const auto [kind, line] = refusal();
        EXPECT_EQ(kind, UserError::configuration) << text;
        EXPECT_THAT(line, testing::Not(HasSubstr("12aB")));
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "unseal.key";
    const std::string digits_ = "00000000000000000000000000000000000000000000000000000000000012aB";
};

TEST_F(UnsealKey, is_read_as_it_was_made) {
    const SecretBytes made = create_unseal_key(file_);
    EXPECT_EQ(made.size(), kUnsealKeyBytes);
    EXPECT_TRUE(read_unseal_key(file_) == made);
}

TEST_F(UnsealKey, is_made_for_its_owner_alone_whatever_the_umask) {
    const mode_t before = ::umask(0777);
    (void)create_unseal_key(file_);
    ::umask(before);
    struct stat facts{};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777, 0600U);
    EXPECT_EQ(facts.st_size, 65);
}

TEST_F(UnsealKey, is_never_made_over_an_existing_file) {
    write("something");
    EXPECT_THROW((void)create_unseal_key(file_), UserError);
    std::string text;
    std::ifstream{file_} >> text;
    EXPECT_EQ(text, "something");
}

TEST_F(UnsealKey, two_are_different) {
    EXPECT_FALSE(create_unseal_key(folder_ / "a") == create_unseal_key(folder_ / "b"));
}

TEST_F(UnsealKey, missing_file_is_named) {
    const auto [kind, line] = refusal();
    EXPECT_EQ(kind, UserError::not_found);
    EXPECT_EQ(line, "unseal key file " + file_.string() + " does not exist");
}

TEST_F(UnsealKey, mode_that_exposes_it_is_refused_with_the_command_that_helps) {
    for (const mode_t mode : {0644, 0660, 0604, 0700, 0610}) {
        write(digits_ + "\n", mode);
        const auto [kind, line] = refusal();
        EXPECT_EQ(kind, UserError::unsafe);
        char octal[8];
        std::snprintf(octal, sizeof octal, "%04o", mode);
        EXPECT_THAT(line, AllOf(HasSubstr(std::string{"has mode "} + octal + ", but must have 0600 or 0400"),
                                HasSubstr("chmod 600 '" + file_.string() + "'")));
    }
}

TEST_F(UnsealKey, is_read_from_a_secret_that_is_mounted_read_only) {
    for (const mode_t mode : {0400, 0440, 0640}) {  // with a group of this process
        write(digits_ + "\n", mode);
        EXPECT_EQ(refusal().second, "");
        std::filesystem::remove(file_);
    }
}

TEST_F(UnsealKey, line_end_may_be_absent_and_digits_of_either_case) {
    write(digits_);
    EXPECT_EQ(read_unseal_key(file_).expose_secret()[31], 0xab);
    write(digits_ + "\n");
    EXPECT_EQ(read_unseal_key(file_).expose_secret()[30], 0x12);
}

TEST_F(UnsealKey, every_other_form_is_refused) {
    std::string wrong_digit = digits_;
    wrong_digit.front() = 'g';
    std::string blank_before = digits_;
    blank_before.front() = ' ';
    expect_malformed("");
    expect_malformed(digits_.substr(1));
    expect_malformed(digits_ + "0");
    expect_malformed(digits_ + "\n\n");
    expect_malformed(digits_ + "\r\n");
    expect_malformed(wrong_digit);
    expect_malformed(blank_before);
}

TEST_F(UnsealKey, folder_is_not_a_file) {
    std::filesystem::create_directory(file_);
    EXPECT_EQ(refusal().first, UserError::configuration);
}

TEST(UnsealKeyId, is_the_beginning_of_a_digest) {
    // SHA-256("tandem/unseal/" ‖ 01 ‖ 31 zeros), computed with sha256sum.
    EXPECT_EQ(unseal_key_id(test_unseal_key(1)), "2cbf683d477a1c5723de082c093b315d");
}

}  // namespace
}  // namespace tandem::store
