#include "file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/vfs.h>
#include <system_error>

namespace tandem::store {
namespace {

struct FileSystem {
    std::uint64_t type;  // statfs(2)
    const char* name;
};
constexpr std::array<FileSystem, 12> kNetworkFileSystems{{
    {0x6969, "NFS"},
    {0x517b, "SMB"},
    {0xfe53'4d42, "SMB2"},
    {0xff53'4d42, "CIFS"},
    {0x0102'1997, "9P"},
    {0x6573'5546, "FUSE"},
    {0x00c3'6400, "Ceph"},
    {0x5346'414f, "AFS"},
    {0x6b41'4653, "kAFS"},
    {0x7375'7245, "Coda"},
    {0x0bd0'0bd0, "Lustre"},
    {0x564c, "NCP"},
}};

}  // namespace

std::string error_text(int error) { return std::system_category().message(error); }

bool sync_folder_of(const std::filesystem::path& file) noexcept {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    const FileDescriptor opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    return opened && ::fsync(opened.get()) == 0;
}

bool rewrite_and_sync(const std::filesystem::path& file) noexcept {
    const FileDescriptor opened{::open(file.c_str(), O_RDWR | O_CLOEXEC)};
    if (!opened) return false;
    std::array<char, 65536> piece;
    for (off_t at = 0;;) {
        const ssize_t got = ::pread(opened.get(), piece.data(), piece.size(), at);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0 && ::fdatasync(opened.get()) == 0;
        const ssize_t written = ::pwrite(opened.get(), piece.data(), static_cast<std::size_t>(got), at);
        if (written < 0 && errno != EINTR) return false;
        at += std::max<ssize_t>(written, 0);
    }
}

const char* network_file_system_name(std::uint64_t type) noexcept {
    for (const FileSystem& one : kNetworkFileSystems) {
        if (one.type == type) return one.name;
    }
    return nullptr;
}

const char* network_file_system_of(const std::filesystem::path& existing) noexcept {
    struct statfs facts{};
    if (::statfs(existing.c_str(), &facts) != 0) return nullptr;
    // The type is a signed word on some machines; the numbers have 32 bits.
    return network_file_system_name(static_cast<std::uint32_t>(facts.f_type));
}

}  // namespace tandem::store
