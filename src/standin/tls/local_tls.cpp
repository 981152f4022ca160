#include "local_tls.hpp"

#include "vendor_hosts.hpp"

#include <algorithm>
#include <array>
#include <unistd.h>
#include <utility>

namespace tandem::standin {
namespace {

// Empty when it is nothing that a certificate can name.
std::string machine_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return {};
    const std::string text{name.data()};
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return std::ranges::all_of(text, allowed) ? text : std::string{};
}

}  // namespace

http::LocalTls local_tls(const app::Config& config) {
    http::LocalTls tls;
    if (!config.storage.database.empty()) {
        tls.folder = config.storage.database.parent_path();
        if (tls.folder.empty()) tls.folder = ".";
    }
    // The names that compose files give such a service, and that containers give their host.
    tls.names = {"kms", "tandem", "host.docker.internal"};
    if (auto machine = machine_name(); !machine.empty()) tls.names.push_back(std::move(machine));
    tls.names.insert(tls.names.end(), config.certificate_names.begin(), config.certificate_names.end());
    if (config.stand_in.impersonate) tls.answers_to = is_vendor_host;
    return tls;
}

api::AdminRoute authority_route(std::function<std::string()> authority_pem) {
    const auto handler = [pem = std::move(authority_pem)](const api::AdminCall& call) -> Result<void> {
        auto& reply = call.exchange.reply;
        reply.content_type = "application/x-pem-file";
        reply.headers.push_back({"X-Request-Id", std::string{call.exchange.facts.request_id()}});
        reply.body = pem();
        return {};
    };
    return {"GET", "/_tandem/ca.pem", "ShowAuthority", handler, false};
}

}  // namespace tandem::standin
