#pragma once
// A server's memory of the clock and of destruction between its runs: a small JSON file beside the database,
// "clock.json", replaced as a whole. docs/formats.md shows it.

#include "clock_watch.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace tandem::app {

// Until somebody accepts the clock, nothing ends by it.
struct DestructionHold {
    std::string reason;
    TimePoint since;
};

struct ClockFile {
    ClockMemory clock;
    std::uint64_t epoch = 0;  // of the database, when this was written
    std::optional<DestructionHold> hold{};
};

// Nothing when there is none, or it cannot be read as one.
std::optional<ClockFile> read_clock_file(const std::filesystem::path& file);
// Durable on return. False when it could not be written; the old one is there then.
bool write_clock_file(const std::filesystem::path& file, const ClockFile& content);

}  // namespace tandem::app
