#pragma once
// Rules for what pages in browsers may cause; SECURITY.md says why.

#include <string>
#include <vector>

namespace tandem::api {

struct PageRules {
    // Paths that ask for no credential (/_tandem/, /metrics) are served there: they answer only to a Host that no
    // stranger can lead to this machine.
    bool guards_private_paths = false;
    // Beside addresses, single-label names, and what is below localhost and internal; in any case, with or without a
    // port.
    std::vector<std::string> own_hosts{};
};

}  // namespace tandem::api
