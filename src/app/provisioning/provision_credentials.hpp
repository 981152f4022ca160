#pragma once
// The credentials' part of provisioning.

#include "provision.hpp"

#include <filesystem>
#include <set>
#include <string>

namespace tandem::app {

// Throws UserError(failed) that says what could not be done.
void commit_identity(service::Services& services, const TenantId& tenant, store::Change change,
                     const std::string& what);

// Throws UserError(conflict) when one is stored for another tenant. A guard of the store must live.
void check_credentials(const Config& config, const store::KeyStore& store);

class CredentialProvision {
  public:
    CredentialProvision(const Config& config, service::Services& services, spdlog::logger& log);

    // Before anything else is changed.
    void hold_all();
    // The origins of credentials that earlier versions stored without them.
    void recognise_origins();
    void put();
    void end_others();
    // Tells the log of credentials that are kept out.
    void tell_held() const;

  private:
    void put(const CredentialConfig& wanted);
    [[nodiscard]] store::CredentialOrigin likely_origin(const std::string& id) const;
    [[nodiscard]] std::string reason_to_end(const store::CredentialFacts& facts) const;

    const Config& config_;
    service::Services& services_;
    spdlog::logger& log_;
    std::filesystem::path list_;    // of earlier versions; empty: in memory
    std::set<std::string> listed_;  // in it
    std::set<std::string> wanted_;
};

}  // namespace tandem::app
