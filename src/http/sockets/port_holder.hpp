#pragma once
// Which process listens on a port, for an error message that helps.

#include <cstdint>
#include <optional>
#include <string>

namespace tandem::http {

struct Process {
    int id;
    std::string name;  // empty when it cannot be read
};

// Looks through /proc. Nothing when the process is not visible to this user.
std::optional<Process> find_port_holder(std::uint16_t port);
Process describe_process(int id);

}  // namespace tandem::http
