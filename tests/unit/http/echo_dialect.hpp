#pragma once
// A dialect that shows what reached it, and a server around it.

#include "tandem/api/dispatch.hpp"
#include "tandem/api/paced_reply.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/http/server.hpp"
#include "tandem/store/backend.hpp"
#include "tandem/store/key_store.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace tandem::test {

// Holds requests on the worker pool until it is opened.
class Gate {
  public:
    void pass() {
        std::unique_lock lock{mutex_};
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return open_; });
    }
    void wait_for(unsigned count) {
        std::unique_lock lock{mutex_};
        changed_.wait(lock, [&] { return waiting_ >= count; });
    }
    void open() {
        const std::lock_guard lock{mutex_};
        open_ = true;
        changed_.notify_all();
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    unsigned waiting_ = 0;
    bool open_ = false;
};

// Paths: /echo the body; /show the request as text; /worker the same from the worker pool; /gate waits there; /throw;
// /close; /none is 204; /diagnose has a diagnosis; /echo-header a reply field from a request field; /large 4 MiB;
// /paced a reply that the test paces; /stream the same without a length. A request with an "X-Caller" is authenticated.
using MakePaced = std::function<std::shared_ptr<api::PacedReply>()>;
class EchoDialect final : public api::Dialect {
  public:
    EchoDialect(Gate& gate, MakePaced make_paced) : gate_(gate), make_paced_(std::move(make_paced)) {}

    std::string_view name() const noexcept override { return "echo"; }
    std::span<const api::Claim> claims() const noexcept override {
        static constexpr api::Claim kAll[] = {{api::Claim::Kind::path_prefix, "", "/"}};
        return kAll;
    }
    std::vector<api::ActionStatus> actions() const override { return {}; }

    api::Disposition handle(service::Services&, api::Exchange& exchange) const override {
        const api::WireRequest& request = exchange.request;
        api::WireReply& reply = exchange.reply;
        exchange.facts.has_tenant = request.find_header("X-Caller") != nullptr;
        reply.content_type = "text/plain";
        if (request.path == "/echo") {
            reply.body = request.body;
        } else if (request.path == "/worker" || request.path == "/gate") {
            if (exchange.place == api::Place::io_thread) {
                exchange.place = api::Place::worker;
                return api::Disposition::moves;
            }
            if (request.path == "/gate") gate_.pass();
            reply.body = "worker:" + std::string{request.body};
        } else if (request.path == "/throw") {
            throw std::runtime_error{"thrown by a test"};
        } else if (request.path == "/close") {
            reply.close = true;
        } else if (request.path == "/none") {
            reply.status = 204;
        } else if (request.path == "/diagnose") {
            exchange.facts.diagnosis = std::string(request.query) + "\r\nsecond line";
        } else if (request.path == "/echo-header") {
            reply.headers.push_back({"X-Echo", std::string{request.header("X-Echo")}});
        } else if (request.path == "/large") {
            reply.body.assign(4 * 1024 * 1024, 'x');
        } else if (request.path == "/paced" || request.path == "/stream") {
            reply.body = "paced:" + std::string{request.body};
            reply.until_close = request.path == "/stream";
            reply.paced = make_paced_();
        } else {
            show(request, reply.body);
        }
        return api::Disposition::answered;
    }

    void refuse(api::Exchange& exchange, const Error& error) const override {
        exchange.reply.status = error.code == ErrorCode::request_too_large ? 413
                                : error.code == ErrorCode::throttled       ? 429
                                                                           : 500;
        exchange.reply.body = name_of(error.code);
        exchange.facts.failed = true;
        exchange.facts.error = error.code;
    }

  private:
    static void show(const api::WireRequest& request, std::string& out) {
        out.append(request.method).append("|").append(request.path).append("|").append(request.query);
        out.append(request.tls ? "|tls" : "|plain");
        for (const auto& field : request.headers) out.append("|").append(field.name).append("=").append(field.value);
        out.append("|").append(request.body);
    }

    Gate& gate_;
    MakePaced make_paced_;
};

struct Backing {
    explicit Backing(MakePaced given = {}) : make_paced(std::move(given)) {}

    MakePaced make_paced;
    Gate gate;
    SystemClock clock;
    std::unique_ptr<store::KeyStore> store =
        store::KeyStore::open(store::make_memory_backend(), SecretBytes{32}, clock);
    service::Services services{*store, clock, {}};
    api::Dispatcher dispatcher = make_dispatcher();

  private:
    api::Dispatcher make_dispatcher() {
        std::vector<std::shared_ptr<const api::Dialect>> dialects;
        dialects.push_back(std::make_unique<EchoDialect>(gate, make_paced));
        return {services, std::move(dialects)};
    }
};

// A started server on a free loopback port.
class EchoServer {
  public:
    explicit EchoServer(http::ServerOptions options = {}, MakePaced make_paced = {})
        : backing_(std::move(make_paced)), server_(complete(std::move(options))) {
        server_.start();
    }

    http::Server& operator*() noexcept { return server_; }
    http::Server* operator->() noexcept { return &server_; }
    [[nodiscard]] std::uint16_t port() const { return server_.port(); }
    Gate& gate() noexcept { return backing_.gate; }

  private:
    http::ServerOptions complete(http::ServerOptions options) {
        if (options.listeners.empty()) options.listeners.push_back({.address = "127.0.0.1:0"});
        for (auto& listener : options.listeners) listener.dispatcher = &backing_.dispatcher;
        return options;
    }

    Backing backing_;
    http::Server server_;
};

}  // namespace tandem::test
