#pragma once
// How much memory this process may come to have.

#include <cstddef>
#include <filesystem>

namespace tandem::app {

// Bytes of the machine's memory, or less where the process's control group or one above it has a limit (cgroups(7):
// memory.max and memory.high of version 2, memory.limit_in_bytes of version 1). `root` has proc and sys, and is another
// in tests.
std::size_t available_memory(const std::filesystem::path& root = "/");

// The part that connections may hold when the configuration does not say: a quarter, and never less than
// kLeastConnectionMemory.
std::size_t default_connection_memory(const std::filesystem::path& root = "/");
inline constexpr std::size_t kLeastConnectionMemory = 8 * 1024 * 1024;

}  // namespace tandem::app
