#pragma once
// Small helpers over POSIX files.

#include <cstdint>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <utility>

namespace tandem::store {

class FileDescriptor {
  public:
    explicit FileDescriptor(int value) noexcept : value_(value) {}
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor() {
        if (value_ >= 0) ::close(value_);
    }
    explicit operator bool() const noexcept { return value_ >= 0; }
    [[nodiscard]] int get() const noexcept { return value_; }

  private:
    int value_;
};

// Text of an errno.
std::string error_text(int error);
// Makes the folder's entry of a new file durable. False with errno set.
bool sync_folder_of(const std::filesystem::path& file) noexcept;
// Writes what an existing file holds to its own places, and syncs it. False with errno set.
bool rewrite_and_sync(const std::filesystem::path& file) noexcept;

// The name of the network file system that `statfs` type number belongs to; nullptr for a local one. Locks and shared
// memory cannot be trusted there.
const char* network_file_system_name(std::uint64_t type) noexcept;
// That of the file system which holds an existing file or folder; nullptr when local or unknown.
const char* network_file_system_of(const std::filesystem::path& existing) noexcept;

}  // namespace tandem::store
