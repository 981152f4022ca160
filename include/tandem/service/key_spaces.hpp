#pragma once
// Keys of their own in each region: a tenant's key space of a region is a tenant record named TENANT@REGION, which is
// called what the tenant is called by the outside and has no credentials. Where regions share their keys there are
// none.

#include "tandem/service/call.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tandem::service {

inline constexpr char kRegionMark = '@';  // in no tenant's own name
inline constexpr std::size_t kMaxRegionBytes = 64;
inline constexpr std::size_t kMostKeySpaces = 100;  // of a tenant

// "" for a tenant itself.
std::string_view region_of(const store::TenantFacts& facts) noexcept;
// Of the tenant, or of the tenant whose key space it is.
std::string_view tenant_name_of(const store::TenantFacts& facts) noexcept;
// What the key space of a region is stored as.
store::TenantFacts key_space_facts(const store::TenantFacts& tenant, std::string_view region);

// Of the tenant itself, which is no key space; nullptr when nobody used the region yet. One hash lookup.
const store::Tenant* find_key_space(const store::KeyStore& store, const store::Tenant& tenant,
                                    std::string_view region) noexcept;
// The same, made at its first use: not on an I/O thread. Error: region_unsupported (too many, or not the form of one).
Result<const store::Tenant*> open_key_space(Services& services, const store::Tenant& tenant, std::string_view region);

}  // namespace tandem::service
