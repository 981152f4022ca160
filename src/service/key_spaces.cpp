#include "tandem/service/key_spaces.hpp"

#include "tandem/service/actions/tenants.hpp"

#include <algorithm>
#include <array>

namespace tandem::service {

namespace {

constexpr std::size_t kMaxTenantNameBytes = 64;  // check_tenant_name
constexpr std::size_t kMaxNameBytes = kMaxTenantNameBytes + 1 + kMaxRegionBytes;

bool may_be_region(std::string_view region) noexcept { return !region.empty() && region.size() <= kMaxRegionBytes; }

std::size_t count_key_spaces(const store::KeyStore& store, const store::Tenant& tenant) {
    return static_cast<std::size_t>(std::ranges::count_if(store.tenants(), [&](const store::Tenant* one) {
        return !region_of(one->facts).empty() && tenant_name_of(one->facts) == tenant.facts.name;
    }));
}

}  // namespace

std::string_view region_of(const store::TenantFacts& facts) noexcept {
    const std::size_t mark = facts.name.find(kRegionMark);
    return mark == std::string::npos ? std::string_view{} : std::string_view{facts.name}.substr(mark + 1);
}

std::string_view tenant_name_of(const store::TenantFacts& facts) noexcept {
    return std::string_view{facts.name}.substr(0, facts.name.find(kRegionMark));
}

store::TenantFacts key_space_facts(const store::TenantFacts& tenant, std::string_view region) {
    store::TenantFacts facts = tenant;
    facts.name.append(1, kRegionMark).append(region);
    facts.id = tenant_id_of(facts.name);
    return facts;
}

const store::Tenant* find_key_space(const store::KeyStore& store, const store::Tenant& tenant,
                                    std::string_view region) noexcept {
    std::array<char, kMaxNameBytes> name;
    const std::string& owner = tenant.facts.name;
    if (!may_be_region(region) || owner.size() > kMaxTenantNameBytes) return nullptr;
    char* end = std::ranges::copy(owner, name.data()).out;
    *end++ = kRegionMark;
    end = std::ranges::copy(region, end).out;
    return store.find_tenant_by_name({name.data(), end});
}

Result<const store::Tenant*> open_key_space(Services& services, const store::Tenant& tenant, std::string_view region) {
    if (const store::Tenant* space = find_key_space(services.store, tenant, region)) return space;
    if (!may_be_region(region)) return fail(ErrorCode::region_unsupported, region);
    if (count_key_spaces(services.store, tenant) >= kMostKeySpaces)
        return fail(ErrorCode::region_unsupported, region, "the tenant has keys in too many regions");
    store::TenantFacts facts = key_space_facts(tenant.facts, region);
    const TenantId id = facts.id;
    std::vector<store::Change> changes;
    changes.emplace_back(store::CreateTenant{std::move(facts)});
    const auto made = services.store.commit(id, std::move(changes));
    // After a conflict another request was faster.
    if (made.has_error() && made.error().code != ErrorCode::conflict) return made.error();
    const store::Tenant* space = find_key_space(services.store, tenant, region);
    if (space == nullptr) return fail(ErrorCode::overloaded, region, "the key space cannot be made");
    return space;
}

}  // namespace tandem::service
