#pragma once
// The two configurations a server can start with.

#include "tandem/app/config.hpp"
#include "tandem/app/environment.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tandem::app {

// Everything below throws UserError(configuration or unsafe) with the place of what is wrong.

// `tandem serve`: file, then environment, then --set flags. Refuses what must not be in a server: a published
// credential, a short secret, admin on a network listener, TLS without certificate files, a store in memory.
Config read_server_config(const std::filesystem::path& file, const Environment& environment,
                          const std::vector<std::string>& overrides);
// The same of a text, for tests and for `tandem init`, which checks what it writes.
Config read_server_config_text(const std::string& text, const std::string& source, const Environment& environment,
                               const std::vector<std::string>& overrides);

struct DevelopmentChoices {
    std::filesystem::path data = {};  // empty: in memory
    std::string host = {};            // empty: both loopback addresses
    std::uint16_t port = kDefaultPort;
    unsigned threads = 0;             // 0: one a processor
    std::filesystem::path file = {};  // empty: no configuration file
    bool impersonate = false;
    std::optional<std::uint16_t> impersonate_port = {};
    std::vector<std::filesystem::path> faults = {};  // beside those of the configuration
};
// `tandem dev`: built-in tenant, credential and listeners; a file, the environment and --set may change the rest.
Config read_development_config(const DevelopmentChoices& choices, const Environment& environment,
                               const std::vector<std::string>& overrides);

}  // namespace tandem::app
