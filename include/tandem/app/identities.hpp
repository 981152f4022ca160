#pragma once
// Tenants, credentials and agencies as every document writes them: the configuration, and seeds. Each function reads
// one item, and throws UserError(configuration) with the place of what is wrong.

#include "tandem/app/config.hpp"
#include "tandem/app/environment.hpp"
#include "tandem/app/section_reader.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::app {

// One item of the lists `tenants` and `credentials`. `project_name` is that of the project a tenant has without saying.
enum class TenantNames : bool { own, also_key_spaces };  // space_name.hpp
TenantConfig read_tenant(SectionReader& section, const std::string& project_name, TenantNames names = TenantNames::own);
// Where a credential may take its secret from, and what it is without saying.
struct CredentialSources {
    const Environment& environment;
    std::optional<std::filesystem::path> folder{""};  // of {file: PATH}; none: files are refused
    std::string_view tenant = kDevelopmentTenant;
    std::optional<TimePoint> now{};  // with it, dates may be relative
    Mode mode = Mode::development;   // decides what is safe
};
CredentialConfig read_credential(SectionReader& section, const CredentialSources& sources);
// One item of the list `agencies`. `tenant` is whose it is without saying.
AgencyConfig read_agency(SectionReader& section, std::string_view tenant = kDevelopmentTenant);
// The list `allow` of a credential or an agency: rules, of which any may allow a request.
void read_allow(SectionReader& section, std::vector<store::AccessRule>& to);
// Checks what agencies trust: names or ids of domains.
void check_trusted(SectionReader& section, const std::vector<std::string>& trusted);

}  // namespace tandem::app
