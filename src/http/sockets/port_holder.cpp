#include "port_holder.hpp"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <system_error>

namespace tandem::http {

namespace {

namespace fs = std::filesystem;

// Adds "socket:[inode]" of every socket in state LISTEN on the port, as the links in /proc/<pid>/fd name it.
void add_listening_sockets(const char* table, std::uint16_t port, std::set<std::string>& sockets) {
    constexpr std::string_view kListen = "0A";
    std::ifstream file{table};
    std::string line;
    std::getline(file, line);  // the column titles
    while (std::getline(file, line)) {
        std::istringstream columns{line};
        std::string slot, local, remote, state, queues, timer, retransmits, user, timeout, inode;
        columns >> slot >> local >> remote >> state >> queues >> timer >> retransmits >> user >> timeout >> inode;
        const std::size_t colon = local.rfind(':');
        if (state != kListen || colon == std::string::npos) continue;
        unsigned value = 0;
        std::from_chars(local.data() + colon + 1, local.data() + local.size(), value, 16);
        if (value == port) sockets.insert("socket:[" + inode + "]");
    }
}

bool has_one_of(const fs::path& process, const std::set<std::string>& sockets) {
    std::error_code error;
    for (fs::directory_iterator link{process / "fd", error}, end; !error && link != end; link.increment(error)) {
        std::error_code unreadable;
        if (sockets.contains(fs::read_symlink(link->path(), unreadable).string())) return true;
    }
    return false;
}

}  // namespace

Process describe_process(int id) {
    Process process{id, {}};
    std::ifstream file{"/proc/" + std::to_string(id) + "/comm"};
    std::getline(file, process.name);
    return process;
}

std::optional<Process> find_port_holder(std::uint16_t port) {
    std::set<std::string> sockets;
    add_listening_sockets("/proc/net/tcp", port, sockets);
    add_listening_sockets("/proc/net/tcp6", port, sockets);
    if (sockets.empty()) return std::nullopt;

    std::error_code error;
    for (fs::directory_iterator entry{"/proc", error}, end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        int id = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), id).ptr != name.data() + name.size()) continue;
        if (has_one_of(entry->path(), sockets)) return describe_process(id);
    }
    return std::nullopt;
}

}  // namespace tandem::http
