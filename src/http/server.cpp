#include "tandem/http/server.hpp"

#include "limits/connection_counts.hpp"
#include "limits/memory_budget.hpp"
#include "sessions/io_thread.hpp"
#include "sockets/listener.hpp"
#include "tls/tls.hpp"
#include "workers/worker_pool.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <limits>
#include <optional>
#include <sys/resource.h>
#include <system_error>
#include <utility>
#include <variant>

namespace tandem::http {

namespace {

std::optional<CurrentTlsContext> make_tls(const ServerOptions& options) {
    const bool wanted = std::any_of(options.listeners.begin(), options.listeners.end(),
                                    [](const ListenerOptions& listener) { return listener.tls != TlsMode::off; });
    if (!wanted) return std::nullopt;
    return std::optional<CurrentTlsContext>{std::in_place, options.tls.certificate.empty()
                                                               ? TlsContext::issued(options.local_tls)
                                                               : TlsContext::from_files(options.tls)};
}

// Descriptors that the process may still open, less some for files of the store, logs and certificates.
std::size_t descriptors_for_connections() {
    constexpr std::size_t kMostKept = 64;
    rlimit descriptors{};
    if (::getrlimit(RLIMIT_NOFILE, &descriptors) != 0 || descriptors.rlim_cur == RLIM_INFINITY) {
        return std::numeric_limits<std::size_t>::max();
    }
    std::error_code error;
    const auto open = std::filesystem::directory_iterator{"/proc/self/fd", error};
    const auto used = static_cast<std::size_t>(std::distance(open, std::filesystem::directory_iterator{}));
    const std::size_t most = descriptors.rlim_cur;
    return std::max<std::size_t>(most - std::min(most, used + std::min(kMostKept, most / 4)), 1);
}

}  // namespace

// Destroyed from the last to the first: the I/O threads before what they use.
struct Server::Parts {
    explicit Parts(ServerOptions given)
        : options(std::move(given)),
          tls(make_tls(options)),
          memory(options.limits.memory_bytes),
          workers({.workers = options.worker_threads,
                   .processors = options.processors,
                   .queue = options.limits.worker_queue,
                   .patience = options.limits.request * 2 / 3}) {
        options.io_threads = std::max(options.io_threads, 1U);
        options.limits.connections = std::min(options.limits.connections, descriptors_for_connections());
        const Shared shared{options, connections, workers, tls ? &*tls : nullptr, memory, threads};
        for (unsigned i = 0; i < options.io_threads; ++i) {
            threads.push_back(std::make_unique<IoThread>(shared));
        }
        for (const ListenerOptions& listener : options.listeners) bind_or_advise(listener);
    }

    void bind_or_advise(const ListenerOptions& listener) {
        try {
            bind(listener);
        } catch (const UserError& error) {
            if (listener.advice.empty()) throw;
            const auto remedy = error.remedy().empty() ? listener.advice : error.remedy() + "; " + listener.advice;
            throw UserError{error.kind(), {error.place(), error.text(), remedy}};
        }
    }

    void bind(const ListenerOptions& listener) {
        const ListenAddress address = parse_listen_address(listener.address);
        if (const auto* path = std::get_if<UnixPath>(&address)) {
            ports.push_back(0);
            unix_sockets.push_back(std::make_unique<BoundUnix>(path->path));
            threads.front()->listen_unix(listener, unix_sockets.back()->release_descriptor());
            return;
        }
        BoundTcp bound = bind_tcp_port(listener, std::get<asio::ip::tcp::endpoint>(address));
        ports.push_back(bound.endpoint.port());
        for (std::size_t i = 0; i < bound.descriptors.size(); ++i) {
            threads[i]->listen_tcp(listener, bound.endpoint.protocol(), bound.descriptors[i].release());
        }
    }

    BoundTcp bind_tcp_port(const ListenerOptions& listener, asio::ip::tcp::endpoint endpoint) {
        const auto count = static_cast<unsigned>(threads.size());
        if (endpoint.port() != 0) return bind_tcp(listener, endpoint, count);
        if (chosen_port != 0) {
            try {
                return bind_tcp(listener, {endpoint.address(), chosen_port}, count);
            } catch (const UserError& error) {
                if (error.kind() != UserError::conflict) throw;
            }
        }
        BoundTcp bound = bind_tcp(listener, endpoint, count);
        if (chosen_port == 0) chosen_port = bound.endpoint.port();
        return bound;
    }

    ServerOptions options;
    ConnectionCounts connections;
    std::optional<CurrentTlsContext> tls;
    MemoryBudget memory;
    std::vector<std::unique_ptr<BoundUnix>> unix_sockets;
    std::vector<std::uint16_t> ports;
    std::uint16_t chosen_port = 0;  // for further listeners with port 0
    bool running = false;
    WorkerPool workers;
    std::vector<std::unique_ptr<IoThread>> threads;
};

Server::Server(ServerOptions options) : parts_(std::make_unique<Parts>(std::move(options))) {}

Server::~Server() { stop(std::chrono::milliseconds{0}); }

std::uint16_t Server::port(std::size_t listener) const { return parts_->ports.at(listener); }

void Server::start() {
    parts_->running = true;
    for (const auto& thread : parts_->threads) thread->start();
}

void Server::stop(std::chrono::milliseconds grace) {
    if (!std::exchange(parts_->running, false)) return;
    for (const auto& thread : parts_->threads) thread->drain(grace);
    for (const auto& thread : parts_->threads) thread->join();
    parts_->workers.stop();
    parts_->unix_sockets.clear();
}

std::string Server::reload_certificates() {
    if (!parts_->tls || parts_->options.tls.certificate.empty()) return {};
    try {
        parts_->tls->replace(TlsContext::from_files(parts_->options.tls));
    } catch (const UserError& error) {
        return error.what();
    }
    return {};
}

std::string Server::authority_pem() const { return parts_->tls ? parts_->tls->get().authority_pem() : std::string{}; }

ServerCounters Server::counters() const noexcept {
    std::uint64_t requests = 0;
    for (const auto& thread : parts_->threads) requests += thread->requests();
    const ConnectionCounts& connections = parts_->connections;
    const MemoryBudget& memory = parts_->memory;
    return {.connections_open = connections.open(),
            .connections_total = connections.total(),
            .requests_total = requests,
            .connections_displaced = connections.displaced(),
            .connections_shed = memory.shed(),
            .bodies_refused = memory.refused_bodies(),
            .memory_bytes = memory.used(),
            .memory_limit_bytes = memory.limit()};
}

}  // namespace tandem::http
