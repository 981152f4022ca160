#include "tandem/api/dispatch.hpp"
#include "tandem/api/failure_brake.hpp"
#include "tandem/app/application.hpp"
#include "tandem/app/dialects.hpp"
#include "tandem/crypto/self_test.hpp"

#include "clock/clock_guard_routes.hpp"
#include "clock/destruction_guard.hpp"
#include "clock/sweep_timer.hpp"
#include "config/safety.hpp"
#include "host/processors.hpp"
#include "log/event_log.hpp"
#include "log/operational_log.hpp"
#include "provisioning/provision.hpp"
#include "storage/accepted_rollback.hpp"
#include "storage/storage.hpp"
#include "telemetry/metrics.hpp"
#include "telemetry/request_log.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <atomic>
#include <iterator>
#include <map>
#include <optional>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace tandem::app {
namespace {

constexpr std::string_view kImpersonateAdvice =
    "the vendors' clients look for port 443: allow it with `sudo setcap cap_net_bind_service=+ep $(which tandem)`, run "
    "in "
    "a container, or choose another with --impersonate-port N";

void run_self_tests(Mode mode) {
    auto failed = crypto::symmetric_self_test();
    if (mode == Mode::server) std::ranges::move(crypto::asymmetric_self_test(), std::back_inserter(failed));
    if (failed.empty()) return;
    throw UserError{UserError::damaged, "the cryptographic self-test \"" + failed.front() + "\" failed"};
}

bool machine_has_ipv6_loopback() {
    const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (probe < 0) return false;
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool bound = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return bound;
}

// Names that lead here by the operator's will: those that clients sign, and those in the certificates.
std::vector<std::string> own_hosts(const Config& config, const Development* development) {
    std::vector<std::string> hosts = config.dialects.public_hosts;
    if (development != nullptr) std::ranges::copy(development->local_tls(config).names, std::back_inserter(hosts));
    return hosts;
}

// Each mode has what it is made of.
Config fitting(Config config, const Development* development) {
    if ((config.mode == Mode::development) != (development != nullptr))
        throw std::logic_error{"the mode of a server and what it was given do not fit"};
    return config;
}

Config without_missing_addresses(Config config) {
    if (!machine_has_ipv6_loopback())
        std::erase_if(config.listeners, [](const auto& each) { return each.may_be_missing; });
    return config;
}

// Not refused in development, where a tenant may be made at any time.
void warn_of_catalogs_of_nobody(const Config& config, const store::KeyStore& store, spdlog::logger& log) {
    const store::ReadGuard guard = store.read();
    for (const auto& name : config.vendors.huawei.otc_catalogs)
        if (store.find_tenant_by_name(name) == nullptr)
            log.warn("dialects.huawei.otc_catalogs: no tenant is named \"{}\" so far", name);
}

}  // namespace

// Members are made from top to bottom and end from bottom to top: the server before the log that it feeds, the log
// before the dispatchers whose action names its records point at.
struct Application::Parts {
    Parts(Config given, std::unique_ptr<Development> beside)
        : development(std::move(beside)),
          config(without_missing_addresses(fitting(std::move(given), development.get()))),
          clock(development ? development->clock() : system_clock),
          log(make_operational_log(config.logging, stderr_sink)),
          events(*log, config.audit_file),
          metrics(version()),
          storage_watch(*log),
          store((run_self_tests(config.mode), open_store(config, clock, *log, storage_watch))),
          guard(events, guard_options()),
          services{*store, clock, config.limits} {
        say_what_was_passed_over();
        judge_tls();
        const bool rollback = rollback_to_follow();
        provision(config, services, *log, rollback ? StoredState::older : StoredState::newest);
        if (rollback) settle_rollback(config.storage.database);
        if (config.mode == Mode::development) {
            development->begin(services, config, guard, *log);
            warn_of_catalogs_of_nobody(config, *store, *log);
        }
        const std::uint32_t usual_failures = config.mode == Mode::server ? kFailedAuthentications : 0;
        if (const auto limit = config.failed_authentications.value_or(usual_failures); limit != 0)
            failures.emplace(limit);
        make_dispatchers();
        request_log.emplace(request_log_options(), metrics);
        server.emplace(server_options());
    }

    // Lets go of the store before the store goes.
    struct EndOfDevelopment {
        Development* development;
        ~EndOfDevelopment() {
            if (development != nullptr) development->end();
        }
    };

    const std::unique_ptr<Development> development;  // in that mode alone
    Config config;
    SystemClock system_clock;
    const Clock& clock;
    StderrSink stderr_sink;
    std::shared_ptr<spdlog::logger> log;
    EventLog events;
    Metrics metrics;
    StorageWatch storage_watch;
    std::unique_ptr<store::KeyStore> store;
    DestructionGuard guard;
    service::Services services;
    EndOfDevelopment end_of_development{development.get()};
    std::optional<api::FailureBrake> failures;
    std::atomic<bool> ready{false};
    std::map<std::vector<std::string>, std::unique_ptr<api::Dispatcher>> dispatchers;  // by what they serve
    std::optional<RequestLog> request_log;
    std::optional<http::Server> server;
    std::optional<SweepTimer> sweep_timer;

    // An older state brings back keys and dates that had been decided about: nothing is destroyed by date meanwhile.
    bool rollback_to_follow() {
        const auto& storage = config.storage;
        const auto why = storage.database.empty() ? std::nullopt : noted_rollback(storage.database, *store);
        if (!why && storage.accept_rollback)
            log->warn("there was nothing to accept: take --accept-rollback {} away", *storage.accept_rollback);
        if (!why) return false;
        guard.hold("a state that is not the last one was accepted");
        events.record({.event = "rollback_accepted",
                       .message = fmt::format("went on at epoch {} with a state that is not the last one: {}",
                                              store->epoch(), *why),
                       .level = spdlog::level::warn,
                       .reason = *why});
        return true;
    }

    void say_what_was_passed_over() {
        std::string names;
        for (const auto& name : config.passed_over) names += (names.empty() ? "" : ", ") + name;
        if (!names.empty()) log->debug("passed over variables of Kubernetes services or Docker links: {}", names);
    }

    // Throws UserError for what must not be used.
    void judge_tls() const {
        judge_tls_files(config, clock.real_now(), [this](const std::string& line) { log->warn("{}", line); });
    }

    void make_dispatchers() {
        api::AdminOptions admin{[this] { return ready.load() && !storage_watch.has_failed(); },
                                [this] { return metrics_page(); },
                                version(),
                                config.vendors.huawei.region,
                                development_routes(),
                                [this](std::string_view id) { return place_of_credential(id); }};
        std::ranges::move(clock_guard_routes(guard, clock), std::back_inserter(admin.routes));
        // One of a name for all listeners: so a tenant's rate limits are the same behind each.
        std::map<std::string, std::shared_ptr<const api::Dialect>, std::less<>> made;
        for (const auto& listener : config.listeners) {
            auto& dispatcher = dispatchers[listener.serve];
            if (dispatcher) continue;
            std::vector<std::shared_ptr<const api::Dialect>> dialects;
            dialects.reserve(listener.serve.size());
            for (const auto& name : listener.serve) {
                auto& dialect = made[name];
                if (!dialect) dialect = make_dialect(name, config.dialects, config.vendors, admin);
                dialects.push_back(dialect);
            }
            dispatcher = std::make_unique<api::Dispatcher>(services, std::move(dialects), dispatcher_options());
        }
    }

    std::vector<api::AdminRoute> development_routes() {
        if (!development) return {};
        return development->routes([this] { return server->authority_pem(); });
    }

    // All that a development server has in memory alone, and what its clock is moved past on purpose, may go at once.
    DestructionGuardOptions guard_options() {
        DestructionGuardOptions options;
        if (store->is_durable()) options.file = config.storage.database.parent_path() / "clock.json";
        options.epoch = [this] { return store->epoch(); };
        options.settled_at_start = config.mode == Mode::development;
        if (development) options.offset = [this] { return development->clock_offset(); };
        return options;
    }

    api::DispatcherOptions dispatcher_options() {
        return {.interferences = development ? development->interferences() : nullptr,
                .pages = {.guards_private_paths = config.mode == Mode::development,
                          .own_hosts = own_hosts(config, development.get())},
                .failures = failures ? &*failures : nullptr};
    }

    [[nodiscard]] std::string place_of_credential(std::string_view id) const {
        const auto found = std::ranges::find(config.credentials, id, &CredentialConfig::id);
        return found == config.credentials.end() ? std::string{} : found->place;
    }

    RequestLogOptions request_log_options() {
        RequestLogOptions options;
        if (config.logging.requests)
            options.lines = [this](std::string_view lines) { return stderr_sink.write(lines); };
        options.format = config.logging.format;
        options.diagnosis = config.mode == Mode::development;
        options.audit_file = config.audit_file;
        return options;
    }

    // For who cannot have the address.
    [[nodiscard]] std::string advice(const ListenerConfig& listener) const {
        if (listener.impersonates) return std::string{kImpersonateAdvice};
        if (config.mode == Mode::development) return "`tandem dev --port 0` takes any free port";
        return "the configuration gives the address to its listener \"" + listener.name + "\"";
    }

    http::ServerOptions server_options() {
        http::ServerOptions options;
        for (const auto& listener : config.listeners)
            options.listeners.push_back(
                {listener.address, listener.tls, dispatchers.at(listener.serve).get(), false, advice(listener)});
        options.io_threads =
            config.io_threads != 0 ? config.io_threads : std::max(1u, std::thread::hardware_concurrency());
        options.worker_threads = config.worker_threads;
        options.processors = usable_processors();
        options.limits = config.sessions;
        options.development = config.mode == Mode::development;
        options.tls = config.tls;
        if (development) options.local_tls = development->local_tls(config);
        options.on_answered = [this](const api::Exchange& exchange, std::chrono::microseconds took) {
            request_log->record(exchange, took);
            if (development) development->record(exchange, took);
        };
        return options;
    }

    std::string metrics_page() {
        std::string page;
        const TimeFigures time = guard.figures();
        request_log->after_counting([&] {
            metrics.show_storage(store->is_writable());
            metrics.show_failures(failures ? failures->answers_throttled() : 0);
            page = metrics.page(server->counters(), time);
        });
        return page;
    }
};

std::string version() { return TANDEM_VERSION; }

Application::Application(Config config, std::unique_ptr<Development> development)
    : parts_(std::make_unique<Parts>(std::move(config), std::move(development))) {}
Application::~Application() { stop(std::chrono::milliseconds{0}); }

void Application::start() {
    parts_->sweep_timer.emplace(parts_->services, parts_->guard);
    parts_->server->start();
    parts_->ready = true;
}

void Application::stop(std::chrono::milliseconds grace) {
    parts_->ready = false;
    parts_->server->stop(grace);
    parts_->sweep_timer.reset();
    parts_->request_log->flush();
}

void Application::reload() {
    parts_->request_log->reopen_audit_file();
    parts_->events.reopen_audit_file();
    if (parts_->config.tls.certificate.empty()) return;
    std::string trouble;
    try {
        parts_->judge_tls();
        trouble = parts_->server->reload_certificates();
    } catch (const UserError& error) {
        trouble = error.what();
    }
    if (trouble.empty())
        parts_->log->info("read the certificate files again");
    else
        parts_->log->error("kept the old certificate: {}", trouble);
}

void Application::on_storage_failure(std::function<void()> tell) { parts_->storage_watch.on_failure(std::move(tell)); }

std::uint16_t Application::port() const {
    for (std::size_t i = 0; i < parts_->config.listeners.size(); ++i)
        if (!parts_->config.listeners[i].address.starts_with("unix:")) return parts_->server->port(i);
    return 0;
}

std::vector<std::string> Application::addresses() const {
    std::vector<std::string> addresses;
    for (std::size_t i = 0; i < parts_->config.listeners.size(); ++i) {
        auto address = parts_->config.listeners[i].address;
        if (!address.starts_with("unix:"))
            address = address.substr(0, address.rfind(':') + 1) + std::to_string(parts_->server->port(i));
        addresses.push_back(std::move(address));
    }
    return addresses;
}

const Config& Application::config() const noexcept { return parts_->config; }
service::Services& Application::services() noexcept { return parts_->services; }

}  // namespace tandem::app
