#include "tandem/standin/checks.hpp"

#include "tandem/app/config_tree.hpp"

#include "documents/as_written.hpp"
#include "faults/read_rules.hpp"
#include "seeds/seed.hpp"

#include <set>

namespace tandem::standin {
namespace {

std::vector<SeedCheck::AbsentTenant> absent_tenants(const Seed& seed) {
    std::set<std::string> known{std::string{app::kDevelopmentTenant}};
    for (const auto& tenant : seed.tenants) known.insert(tenant.facts.name);
    std::vector<SeedCheck::AbsentTenant> absent;
    const auto note = [&](const std::string& tenant, const std::string& place) {
        if (known.insert(tenant).second) absent.push_back({tenant, place});
    };
    for (const auto& credential : seed.credentials) note(credential.config.tenant, credential.origin);
    for (const auto& key : seed.keys) note(key.tenant, key.origin);
    return absent;
}

}  // namespace

FaultCheck check_faults(const std::string& text, const std::string& name) {
    const app::Origin origin{app::Origin::Kind::file, name, 0, 0};
    const auto document = read_fault_document(text, origin, fault_vocabulary());
    return {document.rules.size(), as_written(app::parse_yaml(text, origin)).dump()};
}

SeedCheck check_seeds(const std::vector<SeedSource>& sources, const app::Environment& environment) {
    const SeedSources context{environment, std::nullopt, SystemClock{}.now(), "project"};
    Seed all;
    for (const auto& source : sources)
        merge_seed(all,
                   source.text ? read_seed(*source.text, source.name, context) : read_seed_path(source.name, context));
    return {all.keys.size(), all.credentials.size(), all.tenants.size(), absent_tenants(all)};
}

}  // namespace tandem::standin
