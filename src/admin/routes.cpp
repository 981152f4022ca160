#include "routes.hpp"

#include <array>

namespace tandem::api::admin {
namespace {

constexpr std::array<Route, 6> kHealthRoutes{{
    {"GET", "/_tandem/health", "Health", show_live, false},
    {"GET", "/_tandem/live", "Health", show_live, false},
    {"GET", "/_tandem/ready", "Ready", show_ready, false},
    {"GET", "/healthz", "Health", show_live, false},
    {"GET", "/livez", "Health", show_live, false},
    {"GET", "/readyz", "Ready", show_ready, false},
}};

constexpr std::array<Route, 11> kAdminRoutes{{
    {"GET", "/_tandem/metrics", "Metrics", show_metrics, true},
    {"GET", "/metrics", "Metrics", show_metrics, true},
    {"GET", "/_tandem/tenants", "ListTenants", list_tenants, false},
    {"POST", "/_tandem/tenants", "CreateTenant", create_tenant, true},
    {"GET", "/_tandem/tenants/{}", "ShowTenant", show_tenant, false},
    {"GET", "/_tandem/credentials", "ListCredentials", list_credentials, false},
    {"POST", "/_tandem/credentials", "CreateCredential", create_credential, true},
    {"GET", "/_tandem/credentials/{}", "ShowCredential", show_credential, false},
    {"DELETE", "/_tandem/credentials/{}", "DeleteCredential", delete_credential, true},
    {"POST", "/_tandem/credentials/{}/disable", "DisableCredential", disable_credential, true},
    {"POST", "/_tandem/credentials/{}/enable", "EnableCredential", enable_credential, true},
}};

}  // namespace

std::span<const Route> health_routes() noexcept { return kHealthRoutes; }
std::span<const Route> admin_routes() noexcept { return kAdminRoutes; }

}  // namespace tandem::api::admin
