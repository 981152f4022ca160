#pragma once
// The settings by which a program finds the server with a vendor's SDK.

#include "client_options.hpp"

#include <string>

namespace tandem::cli {

struct SdkTarget {
    ServerAddress server;
    std::string id;
    std::string secret;
    std::string project;  // empty when not asked for
};

// From the flags and variables of the client verbs. The project is the published one, or that of the credential, for
// which the server is asked. Throws UserError: a server on a unix socket, to which no SDK connects, and what
// KmsClient throws.
SdkTarget sdk_target(const CommandContext& context, const ClientOptions& options, bool with_project);

}  // namespace tandem::cli
