#pragma once
// TLS of development mode: which names it answers to, and how clients come to trust it.

#include "tandem/api/admin_route.hpp"
#include "tandem/app/config.hpp"

#include <functional>
#include <string>

namespace tandem::standin {

// The authority lives beside the keys, or in memory as they do.
http::LocalTls local_tls(const app::Config& config);

// GET /_tandem/ca.pem. `authority_pem` is called on every I/O thread.
api::AdminRoute authority_route(std::function<std::string()> authority_pem);

}  // namespace tandem::standin
