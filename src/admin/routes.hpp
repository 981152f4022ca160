#pragma once
// The table of the server's own API: one row a method and path.

#include "tandem/admin/admin.hpp"

#include <span>
#include <string_view>

namespace tandem::api::admin {

// Request as a handler works with it. `tail` is what stands in the place of the path's "{}".
struct Request {
    service::Services& services;
    const AdminOptions& options;
    Exchange& exchange;
    std::string_view tail;
};

// Answers the exchange, or returns why not.
using Handler = Result<void> (*)(const Request& request);

struct Route {
    std::string_view method;
    std::string_view path;    // one segment may be "{}"
    std::string_view action;  // the name in logs and metrics
    Handler handler;
    bool on_worker;  // changes the store, or may wait
};

std::span<const Route> health_routes() noexcept;
std::span<const Route> admin_routes() noexcept;

// handlers
Result<void> show_live(const Request& request);
Result<void> show_ready(const Request& request);
Result<void> show_metrics(const Request& request);
Result<void> list_tenants(const Request& request);
Result<void> show_tenant(const Request& request);
Result<void> create_tenant(const Request& request);
Result<void> list_credentials(const Request& request);
Result<void> show_credential(const Request& request);
Result<void> create_credential(const Request& request);
Result<void> delete_credential(const Request& request);
Result<void> disable_credential(const Request& request);
Result<void> enable_credential(const Request& request);

}  // namespace tandem::api::admin
