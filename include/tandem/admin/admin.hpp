#pragma once
// The server's own API: health, metrics, tenants and credentials. docs/cli.md and docs/configuration.md describe it.
//
// Bodies are JSON whatever their Content-Type says; a missing body is {}. The dispatcher keeps web pages away
// (src/api/page_guard.hpp).

#include "tandem/api/admin_route.hpp"
#include "tandem/api/dialect.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tandem::api {

struct HealthOptions {
    std::function<bool()> is_ready;  // called on every I/O thread; must not block
};

struct AdminOptions {
    std::function<bool()> is_ready;
    std::function<std::string()> metrics;  // text exposition format 0.0.4; called on the worker pool
    std::string version;
    std::string project_name;          // of the first project of a tenant made here
    std::vector<AdminRoute> routes{};  // of a stand-in server; none in server mode
    // Where the configuration names it ("tandem.yaml:12:5"), or ""; called on every thread.
    std::function<std::string(std::string_view credential_id)> place_of_credential{};
};

// "health": /_tandem/health, live and ready, and /healthz, /livez, /readyz. State words only.
std::unique_ptr<Dialect> make_health(HealthOptions options);
// "admin": the same, /metrics, and everything else below /_tandem/. For trusted listeners only: it asks for no
// credential.
std::unique_ptr<Dialect> make_admin(AdminOptions options);

}  // namespace tandem::api
