#include "processors.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

namespace tandem::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kControlGroups = "/sys/fs/cgroup";

std::string first_line(const fs::path& file, std::string_view prefix = {}) {
    std::ifstream stream{file};
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with(prefix)) return line.substr(prefix.size());
    }
    return {};
}

std::optional<std::uint64_t> number(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value == 0) return std::nullopt;
    return value;
}

}  // namespace

std::optional<unsigned> processors_of_quota(std::string_view cpu_max) noexcept {
    const std::size_t space = cpu_max.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    const auto quota = number(cpu_max.substr(0, space));
    const auto period = number(cpu_max.substr(space + 1));
    if (!quota || !period) return std::nullopt;
    return static_cast<unsigned>(std::min<std::uint64_t>((*quota - 1) / *period + 1, 1U << 16));
}

unsigned usable_processors() {
    unsigned usable = std::max(std::thread::hardware_concurrency(), 1U);
    // Its own group's limit and that of each group around it.
    const std::string group = first_line("/proc/self/cgroup", "0::/");
    for (fs::path at = fs::path{kControlGroups} / group;; at = at.parent_path()) {
        if (const auto limit = processors_of_quota(first_line(at / "cpu.max"))) usable = std::min(usable, *limit);
        if (at == kControlGroups || !at.has_relative_path()) return usable;
    }
}

}  // namespace tandem::app
