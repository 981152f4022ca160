#include "tandem/base/private_file.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <unistd.h>

namespace tandem {
namespace {

std::string octal(mode_t mode) {
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode));
    return text.data();
}

}  // namespace

ProcessIdentity ProcessIdentity::current() {
    ProcessIdentity process{::geteuid(), {::getegid()}};
    std::vector<gid_t> supplementary(static_cast<std::size_t>(std::max(::getgroups(0, nullptr), 0)));
    const int count = ::getgroups(static_cast<int>(supplementary.size()), supplementary.data());
    supplementary.resize(static_cast<std::size_t>(std::max(count, 0)));
    process.groups.insert(process.groups.end(), supplementary.begin(), supplementary.end());
    return process;
}

bool ProcessIdentity::has_group(gid_t group) const noexcept { return std::ranges::find(groups, group) != groups.end(); }

std::string exposure_of(const struct stat& facts, const ProcessIdentity& process) {
    constexpr mode_t kOwner = S_IRUSR | S_IWUSR;
    const mode_t mode = facts.st_mode & 07777;
    if ((mode & ~(kOwner | S_IRGRP)) != 0) return "has mode " + octal(mode) + ", but must have 0600 or 0400";
    if ((mode & S_IRGRP) != 0 && !process.has_group(facts.st_gid))
        return "has mode " + octal(mode) + ", and its group " + std::to_string(facts.st_gid) +
               " is not one of this process's; it must have 0600 or 0400";
    if (facts.st_uid != process.user && facts.st_uid != 0)
        return "belongs to user " + std::to_string(facts.st_uid) + ", but must belong to this process's user " +
               std::to_string(process.user) + " or to root";
    return {};
}

}  // namespace tandem
