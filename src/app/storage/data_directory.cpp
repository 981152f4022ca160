#include "data_directory.hpp"

#include "tandem/base/user_error.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

std::string system_text(int error) { return std::generic_category().message(error); }

// The rights of the effective user count, as they do for opening.
int access_error(const fs::path& path, int rights) {
    return ::faccessat(AT_FDCWD, path.c_str(), rights, AT_EACCESS) == 0 ? 0 : errno;
}

// Most often a directory of the host that was mounted into a container, or files of an earlier run by another user.
[[noreturn]] void refuse_owner(const std::string& attempt, const fs::path& path, const struct stat& facts) {
    std::array<char, 8> mode{};
    std::snprintf(mode.data(), mode.size(), "%04o", facts.st_mode & 07777u);
    const auto owner = std::to_string(facts.st_uid);
    const auto ours = std::to_string(::geteuid());
    throw UserError{
        UserError::failed,
        {.text = attempt + ": " + path.string() + " belongs to user " + owner + " (mode " + mode.data() +
                 ") and this server is user " + ours,
         .remedy = "either `chown -R " + ours + "` it, or run as its owner (a container: `--user " + owner +
                   "`, in compose `user: \"" + owner + "\"`; `user: \"$(id -u)\"` for a directory of yours)"}};
}

[[noreturn]] void refuse(const std::string& attempt, const fs::path& path, int error) {
    struct stat facts{};
    if (error == EACCES && ::stat(path.c_str(), &facts) == 0) refuse_owner(attempt, path, facts);
    throw UserError{UserError::failed, attempt + ": " + path.string() + ": " + system_text(error)};
}

// The part of the path that is there, whose owner decides.
fs::path nearest_existing(fs::path path) {
    std::error_code error;
    path = fs::absolute(path, error);
    while (!fs::exists(path, error) && path.has_relative_path()) path = path.parent_path();
    return path;
}

void check_file(const fs::path& file, int rights) {
    if (const int error = access_error(file, rights); error != 0 && error != ENOENT)
        refuse("cannot open the data file " + file.string(), file, error);
}

}  // namespace

void make_data_directory(const fs::path& directory) {
    std::error_code error;
    if (fs::is_directory(directory, error)) return;
    const auto attempt = "cannot make the data directory " + directory.string();
    if (fs::exists(directory, error)) refuse(attempt, directory, ENOTDIR);
    if (!fs::create_directories(directory, error)) refuse(attempt, nearest_existing(directory), error.value());
    fs::permissions(directory, fs::perms::owner_all, error);
}

void check_data_access(const StorageConfig& storage) {
    const auto parent = storage.database.parent_path();
    const auto directory = parent.empty() ? fs::path{"."} : parent;
    if (const int error = access_error(directory, R_OK | W_OK | X_OK); error != 0)
        refuse("cannot write to the data directory " + directory.string(), directory, error);
    check_file(storage.database, R_OK | W_OK);
    check_file(storage.unseal_key, R_OK);
    check_file(storage.anchor, R_OK | W_OK);
}

}  // namespace tandem::app
