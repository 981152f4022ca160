#include "tandem/base/private_file.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

namespace tandem {
namespace {

constexpr uid_t kUser = 65532;
constexpr gid_t kGroup = 2000;
constexpr gid_t kOtherGroup = 3000;

std::string exposure(mode_t mode, uid_t owner = kUser, gid_t group = kGroup) {
    struct stat facts{};
    facts.st_mode = S_IFREG | mode;
    facts.st_uid = owner;
    facts.st_gid = group;
    return exposure_of(facts, {kUser, {kUser, kGroup}});
}

TEST(PrivateFile, is_for_its_owner_alone) {
    for (const mode_t mode : {0600, 0400}) EXPECT_EQ(exposure(mode, kUser, kOtherGroup), "");
}

TEST(PrivateFile, may_be_read_by_a_group_of_the_process) {
    for (const mode_t mode : {0440, 0640}) {
        EXPECT_EQ(exposure(mode), "");
        EXPECT_EQ(exposure(mode, kUser, kUser), "");
        EXPECT_NE(exposure(mode, kUser, kOtherGroup).find("its group 3000 is not one of this process's"),
                  std::string::npos);
    }
}

TEST(PrivateFile, may_not_be_written_by_a_group_or_have_any_rights_for_others) {
    for (const mode_t mode : {0660, 0620, 0610, 0644, 0604, 0602, 0601, 0444, 0700, 04600, 02640, 01600})
        EXPECT_NE(exposure(mode), "") << std::oct << mode;
    EXPECT_EQ(exposure(0644), "has mode 0644, but must have 0600 or 0400");
}

TEST(PrivateFile, belongs_to_the_process_s_user_or_to_root) {
    EXPECT_EQ(exposure(0440, 0), "");
    EXPECT_EQ(exposure(0440, kUser + 1),
              "belongs to user 65533, but must belong to this process's user 65532 or to root");
}

TEST(PrivateFile, knows_every_group_of_this_process) {
    const auto process = ProcessIdentity::current();
    EXPECT_EQ(process.user, ::geteuid());
    EXPECT_TRUE(process.has_group(::getegid()));
    std::vector<gid_t> groups(64);
    groups.resize(static_cast<std::size_t>(std::max(::getgroups(64, groups.data()), 0)));
    for (const gid_t group : groups) EXPECT_TRUE(process.has_group(group));
    EXPECT_FALSE(process.has_group(4'000'000'000));
}

}  // namespace
}  // namespace tandem
