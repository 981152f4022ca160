#pragma once
// A whole server: store, dialects, listeners, request log and timer, wired by plain constructor calls. It touches no
// signal, umask or other setting of the process, and two of them in one process work.

#include "tandem/app/config.hpp"
#include "tandem/app/development.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace tandem::app {

// The version of this build, as "0.1.0".
std::string version();

class Application {
  public:
    // Runs the self-tests, opens the store, puts configured tenants and credentials into it and binds the listeners.
    // Throws UserError. Takes connections after start(). `development` is for that mode, and only for that.
    explicit Application(Config config, std::unique_ptr<Development> development = nullptr);
    ~Application();  // stops
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;

    void start();
    // Not ready from here on; running requests have `grace` to end. Within milliseconds when idle. May be repeated.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds{5});
    // Reads the certificate files again and opens the audit file again; says on the log what went wrong.
    void reload();

    // `tell` is called, by a thread of the server, when a write to the database has failed: from then on changes are
    // refused, and the server should be stopped and its process end as after a UserError of the kind storage.
    void on_storage_failure(std::function<void()> tell);

    // The port of the first listener on TCP; 0 when there is none.
    [[nodiscard]] std::uint16_t port() const;
    // The addresses as bound, with their ports.
    [[nodiscard]] std::vector<std::string> addresses() const;
    [[nodiscard]] const Config& config() const noexcept;
    [[nodiscard]] service::Services& services() noexcept;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace tandem::app
