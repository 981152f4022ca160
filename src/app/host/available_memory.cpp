#include "available_memory.hpp"

#include <algorithm>
#include <fstream>
#include <initializer_list>
#include <limits>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kUnlimited = std::numeric_limits<std::size_t>::max();

std::size_t memory_of_machine(const fs::path& root) {
    std::ifstream lines{root / "proc/meminfo"};
    std::string name;
    std::size_t kibibytes = 0;
    if (lines >> name >> kibibytes && name == "MemTotal:") return kibibytes * 1024;
    return kUnlimited;
}

// A file with one number, or with "max".
std::size_t limit_in(const fs::path& file) {
    std::size_t limit = 0;
    std::ifstream text{file};
    return text >> limit ? limit : kUnlimited;
}

bool has_item(std::string_view list, std::string_view item) {
    for (std::size_t begin = 0; begin <= list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        if (list.substr(begin, end - begin) == item) return true;
        begin = end + 1;
    }
    return false;
}

// One of the two hierarchies in which memory may be limited.
struct Hierarchy {
    std::string_view type;        // of its file system
    std::string_view controller;  // in its options and in /proc/self/cgroup; empty: version 2, which has all
    std::initializer_list<const char*> limits;
};
const Hierarchy kHierarchies[] = {{"cgroup2", "", {"memory.max", "memory.high"}},
                                  {"cgroup", "memory", {"memory.limit_in_bytes"}}};

// The process's group there: lines of "number:controllers:path".
std::optional<std::string> group_in(const Hierarchy& hierarchy, const fs::path& root) {
    std::ifstream lines{root / "proc/self/cgroup"};
    for (std::string line; std::getline(lines, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) continue;
        if (has_item(std::string_view{line}.substr(first + 1, second - first - 1), hierarchy.controller)) {
            return line.substr(second + 1);
        }
    }
    return std::nullopt;
}

struct Mount {
    std::string group;  // that its folder shows
    fs::path folder;
};

// Lines of "id parent device group folder options [tag ...] - type source options" (proc(5)).
std::optional<Mount> mount_of(const Hierarchy& hierarchy, const fs::path& root) {
    std::ifstream lines{root / "proc/self/mountinfo"};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string ignored, word, type, options;
        Mount mount;
        words >> ignored >> ignored >> ignored >> mount.group >> word;
        mount.folder = word;
        while (words >> word && word != "-") {
        }
        words >> type >> ignored >> options;
        if (type != hierarchy.type) continue;
        if (hierarchy.controller.empty() || has_item(options, hierarchy.controller)) return mount;
    }
    return std::nullopt;
}

std::size_t limit_of(const Hierarchy& hierarchy, const fs::path& root) {
    const auto group = group_in(hierarchy, root);
    const auto mount = mount_of(hierarchy, root);
    if (!group || !mount) return kUnlimited;
    // A container may see the folder of its own group alone, under the name that the host gave to it.
    const fs::path below = fs::path{*group}.lexically_relative(mount->group);
    const fs::path top = root / mount->folder.relative_path();
    std::size_t limit = kUnlimited;
    const auto look = [&](const fs::path& folder) {
        for (const char* const file : hierarchy.limits) limit = std::min(limit, limit_in(folder / file));
    };
    look(top);
    if (below.empty() || *below.begin() == "..") return limit;
    fs::path folder = top;
    for (const fs::path& part : below) look(folder /= part);
    return limit;
}

}  // namespace

std::size_t available_memory(const fs::path& root) {
    std::size_t available = memory_of_machine(root);
    for (const Hierarchy& hierarchy : kHierarchies) available = std::min(available, limit_of(hierarchy, root));
    return available;
}

std::size_t default_connection_memory(const fs::path& root) {
    return std::max(available_memory(root) / 4, kLeastConnectionMemory);
}

}  // namespace tandem::app
