#pragma once
// Finds the dialect of a request and lets it answer.

#include "tandem/dialect/dialect.hpp"
#include "tandem/dialect/interference.hpp"

#include <memory>
#include <vector>

namespace tandem::dialect {

class Dispatcher {
  public:
    // Throws StartupError when two dialects claim the same. `interferences` is a stand-in server's, and outlives this.
    Dispatcher(service::Services& services, std::vector<std::unique_ptr<Dialect>> dialects,
               InterferenceSource* interferences = nullptr);

    // A request that nobody claims gets 404 and the shapes that are served. Assigns the request id.
    Disposition handle(Exchange& exchange) const;
    // Answers a request that the HTTP layer refuses, in the form of the dialect that would have got it.
    void refuse(Exchange& exchange, const Error& error) const;

    [[nodiscard]] std::vector<ActionStatus> actions() const;

  private:
    const Dialect* claimed_by(const WireRequest& request) const;
    Disposition ask(const Dialect& dialect, Exchange& exchange) const;
    service::Services& services_;
    std::vector<std::unique_ptr<Dialect>> dialects_;
    InterferenceSource* interferences_;
};

}  // namespace tandem::dialect
