#include "tandem/api/request_id.hpp"

#include "answer.hpp"
#include "routes.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <utility>

namespace tandem::api {
namespace {

using admin::Route;

constexpr std::string_view kPrivatePrefix = "/_tandem/";

constexpr std::array<Claim, 4> kHealthClaims{{
    {Claim::Kind::path_prefix, "", kPrivatePrefix},
    {Claim::Kind::path_exact, "", "/healthz"},
    {Claim::Kind::path_exact, "", "/livez"},
    {Claim::Kind::path_exact, "", "/readyz"},
}};
constexpr std::array<Claim, 5> kAdminClaims{{
    kHealthClaims[0],
    kHealthClaims[1],
    kHealthClaims[2],
    kHealthClaims[3],
    {Claim::Kind::path_exact, "", "/metrics"},
}};

// The text in the place of a route's "{}"; nothing when the path is another's.
std::optional<std::string_view> match_path(std::string_view route, std::string_view path) noexcept {
    const auto place = route.find("{}");
    if (place == std::string_view::npos) return path == route ? std::optional{std::string_view{}} : std::nullopt;
    const auto before = route.substr(0, place);
    const auto after = route.substr(place + 2);
    if (path.size() <= before.size() + after.size() || !path.starts_with(before) || !path.ends_with(after))
        return std::nullopt;
    const auto tail = path.substr(before.size(), path.size() - before.size() - after.size());
    return tail.find('/') == std::string_view::npos ? std::optional{tail} : std::nullopt;
}

class AdminDialect final : public Dialect {
  public:
    AdminDialect(std::string_view name, std::span<const Claim> claims,
                 std::initializer_list<std::span<const Route>> tables, AdminOptions options)
        : name_(name), claims_(claims), options_(std::move(options)) {
        for (const auto table : tables)
            for (const auto& row : table)
                routes_.push_back({row.method, row.path, row.action,
                                   [this, handler = row.handler](const AdminCall& call) {
                                       return handler({call.services, options_, call.exchange, call.tail});
                                   },
                                   row.on_worker});
        std::ranges::move(options_.routes, std::back_inserter(routes_));
    }

    [[nodiscard]] std::string_view name() const noexcept override { return name_; }
    [[nodiscard]] std::span<const Claim> claims() const noexcept override { return claims_; }

    [[nodiscard]] bool asks_for_credentials() const noexcept override { return false; }

    [[nodiscard]] std::vector<ActionStatus> actions() const override {
        std::vector<ActionStatus> all;
        all.reserve(routes_.size());
        for (const auto& route : routes_) all.push_back({name_, route.action, true, route.path});
        return all;
    }

    Disposition handle(service::Services& services, Exchange& exchange) const override {
        begin(exchange);
        const auto& request = exchange.request;
        const auto [route, tail] = find(request);
        if (!route) return refuse_route(exchange);
        exchange.facts.action = route->action;
        if (route->on_worker && exchange.place < Place::worker) {
            exchange.place = Place::worker;
            return Disposition::moves;
        }

        const auto result = route->handler({services, exchange, tail});
        if (request.method == "HEAD") exchange.reply.paced.reset();  // what goes out over time is a body
        return result ? Disposition::answered : answered_with(exchange, result.error());
    }

    void refuse(Exchange& exchange, const Error& error) const override {
        begin(exchange);
        exchange.reply.clear();
        admin::answer_error(exchange, error);
    }

  private:
    void begin(Exchange& exchange) const {
        exchange.facts.dialect = name_;
        assign_request_id(exchange.facts, RequestIdForm::uuid);
    }
    struct Found {
        const AdminRoute* route;
        std::string_view tail;
    };
    // HEAD goes wherever GET does (RFC 9110 section 9.3.2).
    [[nodiscard]] Found find(const WireRequest& request) const noexcept {
        const std::string_view method = request.method == "HEAD" ? "GET" : request.method;
        for (const auto& route : routes_) {
            if (route.method != method) continue;
            if (const auto tail = match_path(route.path, request.path)) return {&route, *tail};
        }
        return {nullptr, {}};
    }

    // Answers with the methods that the path takes, where it is one (RFC 9110 section 15.5.6).
    Disposition refuse_route(Exchange& exchange) const {
        const std::string_view path = exchange.request.path;
        std::string allowed;
        for (const auto& route : routes_) {
            if (!match_path(route.path, path)) continue;
            allowed.append(allowed.empty() ? "" : ", ").append(route.method);
            if (route.method == "GET") allowed.append(", HEAD");
        }
        if (allowed.empty()) return answered_with(exchange, fail(ErrorCode::action_unknown, path));
        answered_with(exchange, fail(ErrorCode::method_not_supported, path));
        exchange.reply.headers.push_back({"Allow", std::move(allowed)});
        return Disposition::answered;
    }

    static Disposition answered_with(Exchange& exchange, const Error& error) {
        admin::answer_error(exchange, error);
        return Disposition::answered;
    }

    std::string_view name_;
    std::span<const Claim> claims_;
    AdminOptions options_;
    std::vector<AdminRoute> routes_;  // the handlers refer to the options
};

}  // namespace

std::unique_ptr<Dialect> make_health(HealthOptions options) {
    AdminOptions admin_options;
    admin_options.is_ready = std::move(options.is_ready);
    return std::make_unique<AdminDialect>("health", kHealthClaims, std::initializer_list{admin::health_routes()},
                                          std::move(admin_options));
}

std::unique_ptr<Dialect> make_admin(AdminOptions options) {
    return std::make_unique<AdminDialect>("admin", kAdminClaims,
                                          std::initializer_list{admin::health_routes(), admin::admin_routes()},
                                          std::move(options));
}

}  // namespace tandem::api
