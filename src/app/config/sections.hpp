#pragma once
// One function a section of the configuration, in the order of docs/configuration.md.

#include "tandem/app/config.hpp"

#include "environment.hpp"
#include "section_reader.hpp"

#include <string>

namespace tandem::app {

// Knows every section; `config` comes with the mode's defaults. Throws StartupError.
void read_sections(const ConfigNode& tree, const Environment& environment, Config& config);

// The sections that make a stand-in: seed, faults, clock, journal, and tls.impersonate. Server mode refuses them.
void read_stand_in(SectionReader& root, const Environment& environment, Config& config);

// One item of the lists `tenants` and `credentials`. `project_name` is that of the project a tenant has without saying.
store::TenantFacts read_tenant(SectionReader& section, const std::string& project_name);
// `tenant` is whose a credential is without saying; with `now` its dates may be relative to it.
CredentialConfig read_credential(SectionReader& section, const Environment& environment,
                                 std::string_view tenant = kDevelopmentTenant, std::optional<TimePoint> now = {});

}  // namespace tandem::app
