#pragma once
// Finds the dialect of a request and lets it answer.

#include "tandem/dialect/dialect.hpp"

#include <memory>
#include <vector>

namespace tandem::dialect {

class Dispatcher {
  public:
    // Throws StartupError when two dialects claim the same.
    Dispatcher(service::Services& services, std::vector<std::unique_ptr<Dialect>> dialects);

    // A request that nobody claims gets 404 and the shapes that are served. Assigns the request id.
    Disposition handle(Exchange& exchange) const;
    // Answers a request that the HTTP layer refuses, in the form of the dialect that would have got it.
    void refuse(Exchange& exchange, const Error& error) const;

    [[nodiscard]] std::vector<ActionStatus> actions() const;

  private:
    const Dialect* claimed_by(const WireRequest& request) const;
    service::Services& services_;
    std::vector<std::unique_ptr<Dialect>> dialects_;
};

}  // namespace tandem::dialect
