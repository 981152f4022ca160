#pragma once
// Finds the dialect of a request and lets it answer.

#include "tandem/api/dialect.hpp"
#include "tandem/api/interference.hpp"
#include "tandem/api/page_rules.hpp"

#include <memory>
#include <vector>

namespace tandem::api {

class PageGuard;

// The pointers may be null, and outlive the dispatcher.
struct DispatcherOptions {
    InterferenceSource* interferences = nullptr;  // a stand-in server's
    PageRules pages{};
    FailureBrake* failures = nullptr;
};

class Dispatcher {
  public:
    // A dialect may be in several, which then share its rate limits. Throws UserError when two dialects claim the
    // same.
    Dispatcher(service::Services& services, std::vector<std::shared_ptr<const Dialect>> dialects,
               DispatcherOptions options = {});
    ~Dispatcher();
    Dispatcher(Dispatcher&&) noexcept;

    // Refuses what a web page of others may have caused, whoever claims it (page_guard.hpp). A request that nobody
    // claims gets 404 and the shapes that are served. Assigns the request id.
    Disposition handle(Exchange& exchange) const;
    // Answers a request that the HTTP layer refuses, in the form of the dialect that would have got it.
    void refuse(Exchange& exchange, const Error& error) const;

    [[nodiscard]] std::vector<ActionStatus> actions() const;

  private:
    const Dialect* claimed_by(const WireRequest& request) const;
    Disposition ask(const Dialect& dialect, Exchange& exchange) const;
    void brake(const Dialect& dialect, Exchange& exchange) const;
    service::Services& services_;
    std::vector<std::shared_ptr<const Dialect>> dialects_;
    InterferenceSource* interferences_;
    std::unique_ptr<PageGuard> pages_;
    FailureBrake* failures_;
};

}  // namespace tandem::api
