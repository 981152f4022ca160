#include "regions.hpp"

#include "tandem/api/key_space.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {

namespace {

// Whether keys may be there: GetRegions and the tenant's projects name it, or it has some through another API.
bool is_region_of(const store::KeyStore& store, const store::Tenant& tenant, std::string_view region,
                  const AllSettings& settings) {
    return std::ranges::find(settings.regions, region, &Region::id) != settings.regions.end() ||
           std::ranges::find(tenant.facts.projects, region, &store::Project::name) != tenant.facts.projects.end() ||
           store.find_key_space(tenant, region) != nullptr;
}

// X-TC-Region, or Region with signature v1; the default region when the request names none.
std::string_view own_region(const Request& request) noexcept {
    const RequestFrame& frame = request.frame;
    const std::string_view named = frame.signature == SignatureVersion::v1
                                       ? frame.parameters.value("Region")
                                       : request.exchange.request.header("X-TC-Region");
    return named.empty() ? std::string_view{request.settings.default_region} : named;
}

// The same, unless the operation's fields name another.
std::string_view region_of(const Request& request) {
    const auto of_fields = request.operation->details.region;
    const std::string_view named = of_fields == nullptr ? std::string_view{} : of_fields(request.fields);
    return named.empty() ? own_region(request) : named;
}

}  // namespace

Result<void> find_known_region(Request& request) {
    const AllSettings& settings = request.settings;
    const store::Tenant& tenant = *request.caller.tenant;
    // Nothing is asked of the headers where regions have no keys of their own: it costs a walk through them.
    if (settings.key_spaces == KeySpaces::shared) {
        request.space = &tenant;
        return {};
    }
    const std::string_view region = region_of(request);
    if (!settings.is_own_region(region) && !is_region_of(request.services.store, tenant, region, settings))
        return fail(ErrorCode::region_unsupported, "Region");
    return use_region(request, tenant, region);
}

RegionKind region_kind(const Request& request) noexcept {
    const auto& regions = request.settings.regions;
    const auto configured = std::ranges::find(regions, own_region(request), &Region::id);
    return configured == regions.end() ? RegionKind::fips : configured->kind;
}

}  // namespace tandem::api::tencent::v2019
