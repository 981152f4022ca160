// Import tokens whose time is over.

#include "change_key.hpp"
#include "sweepers.hpp"

namespace tandem::service {

namespace {

std::size_t sweep_tenant(Services& services, const store::Tenant& tenant) {
    std::size_t removed = 0;
    const store::Objects<store::ImportToken> tokens{tenant};
    for (const store::ObjectId& id : tokens.due(services.clock.now())) {
        const store::ImportToken* token = tokens.find(id);
        if (token == nullptr) continue;
        Changes changes;
        changes.emplace_back(store::RemoveObject<store::ImportToken>{.id = id, .expected_revision = token->revision});
        if (services.store.commit(tenant.facts.id, std::move(changes)).has_value()) ++removed;
    }
    return removed;
}

}  // namespace

std::size_t sweep_import_tokens(Services& services) {
    std::size_t removed = 0;
    const store::ReadGuard guard = services.store.read();
    for (const store::Tenant* tenant : services.store.tenants()) removed += sweep_tenant(services, *tenant);
    return removed;
}

}  // namespace tandem::service
