#include "host/available_memory.hpp"

#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;
constexpr std::size_t kMiB = 1024 * 1024;

// A machine with 1,024 MiB, as its proc and sys show it.
class AvailableMemoryTest : public testing::Test {
  protected:
    AvailableMemoryTest() { write("proc/meminfo", "MemTotal:        1048576 kB\nMemFree:  1 kB\n"); }

    void write(const fs::path& file, const std::string& text) {
        fs::create_directories(folder_.path() / file.parent_path());
        std::ofstream{folder_.path() / file} << text;
    }
    void mount_version_2(const std::string& shown = "/") {
        write("proc/self/mountinfo", "22 1 0:20 / / rw - ext4 /dev/vda rw\n36 22 0:30 " + shown +
                                         " /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n");
    }
    void mount_version_1(const std::string& shown = "/") {
        write("proc/self/mountinfo", "36 22 0:30 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n37 22 0:31 " + shown +
                                         " /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");
    }
    std::size_t available() const { return available_memory(folder_.path()); }

    test::TemporaryFolder folder_;
};

TEST_F(AvailableMemoryTest, is_the_machines_without_control_groups) { EXPECT_EQ(available(), 1'024 * kMiB); }

TEST_F(AvailableMemoryTest, is_what_the_group_may_have) {
    mount_version_2();
    write("proc/self/cgroup", "0::/system.slice/tandem.service\n");
    write("sys/fs/cgroup/system.slice/tandem.service/memory.max", "268435456\n");
    EXPECT_EQ(available(), 256 * kMiB);
}

TEST_F(AvailableMemoryTest, is_what_a_group_above_may_have) {
    mount_version_2();
    write("proc/self/cgroup", "0::/pods/one/tandem\n");
    write("sys/fs/cgroup/pods/memory.max", "536870912\n");
    write("sys/fs/cgroup/pods/one/memory.max", "134217728\n");
    write("sys/fs/cgroup/pods/one/tandem/memory.max", "max\n");
    EXPECT_EQ(available(), 128 * kMiB);
}

TEST_F(AvailableMemoryTest, is_what_slows_the_group_down) {
    mount_version_2();
    write("proc/self/cgroup", "0::/tandem\n");
    write("sys/fs/cgroup/tandem/memory.max", "268435456\n");
    write("sys/fs/cgroup/tandem/memory.high", "201326592\n");
    EXPECT_EQ(available(), 192 * kMiB);
}

// A container sees its own group's folder as the mount, with or without a name space of groups.
TEST_F(AvailableMemoryTest, is_the_containers) {
    write("sys/fs/cgroup/memory.max", "268435456\n");
    mount_version_2();
    write("proc/self/cgroup", "0::/\n");
    EXPECT_EQ(available(), 256 * kMiB);
    mount_version_2("/docker/0123abcd");
    write("proc/self/cgroup", "0::/docker/0123abcd\n");
    EXPECT_EQ(available(), 256 * kMiB);
    mount_version_2("/docker/0123abcd");
    write("proc/self/cgroup", "0::/../elsewhere\n");
    EXPECT_EQ(available(), 256 * kMiB);
}

TEST_F(AvailableMemoryTest, knows_version_1) {
    mount_version_1();
    write("proc/self/cgroup", "5:cpu:/other\n4:hugetlb,memory:/tandem\n0::/\n");
    write("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    write("sys/fs/cgroup/memory/tandem/memory.limit_in_bytes", "67108864\n");
    EXPECT_EQ(available(), 64 * kMiB);
}

TEST_F(AvailableMemoryTest, ignores_groups_that_it_cannot_see) {
    write("proc/self/cgroup", "0::/tandem\n");
    EXPECT_EQ(available(), 1'024 * kMiB);
    mount_version_2();
    EXPECT_EQ(available(), 1'024 * kMiB);
}

TEST_F(AvailableMemoryTest, goes_to_connections_by_a_quarter) {
    EXPECT_EQ(default_connection_memory(folder_.path()), 256 * kMiB);
    write("proc/meminfo", "MemTotal: 16384 kB\n");
    EXPECT_EQ(default_connection_memory(folder_.path()), 8 * kMiB);
}

}  // namespace
}  // namespace tandem::app
