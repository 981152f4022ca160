#pragma once
// Parts that a development server has beside a server for real keys. The application does not know what they are: they
// come from outside (standin/), so that none can be reached where it was not given.

#include "tandem/api/admin_route.hpp"
#include "tandem/api/interference.hpp"
#include "tandem/app/config.hpp"
#include "tandem/base/clock.hpp"
#include "tandem/http/server.hpp"
#include "tandem/service/call.hpp"
#include "tandem/service/destruction.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace spdlog {
class logger;
}

namespace tandem::app {

class Development {
  public:
    virtual ~Development() = default;

    // The server's time, and how far it is from the real one. From before begin().
    [[nodiscard]] virtual const Clock& clock() const noexcept = 0;
    [[nodiscard]] virtual Milliseconds clock_offset() const noexcept = 0;
    [[nodiscard]] virtual http::LocalTls local_tls(const Config& config) const = 0;

    // Once the store has the configured tenants and credentials; all that is given outlives end(). Throws UserError:
    // a bad seed, clock or fault rule stops the start.
    virtual void begin(service::Services& services, const Config& config, service::DestructionGate& gate,
                       spdlog::logger& log) = 0;
    // When no request runs any more.
    virtual void end() noexcept = 0;

    // Between begin() and end(). `authority_pem` is called on every I/O thread.
    virtual std::vector<api::AdminRoute> routes(std::function<std::string()> authority_pem) = 0;
    virtual api::InterferenceSource* interferences() noexcept = 0;
    // A request was answered; on the thread that did it.
    virtual void record(const api::Exchange& exchange, std::chrono::microseconds took) = 0;
};

}  // namespace tandem::app
