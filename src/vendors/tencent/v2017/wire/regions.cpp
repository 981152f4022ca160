#include "regions.hpp"

#include "tencent/v2017/auth/signed_hosts.hpp"

#include <array>

namespace tandem::api::tencent::v2017 {

namespace {

struct RegionRow {
    std::string_view code;  // in host names
    std::string_view id;
};
constexpr std::array<RegionRow, 3> kRegions = {{{"gz", "ap-guangzhou"}, {"sh", "ap-shanghai"}, {"bj", "ap-beijing"}}};

bool is_host_of(std::string_view host, std::string_view code) noexcept {
    constexpr std::string_view kPrefix = "kms-";
    if (host.size() < kPrefix.size() + code.size() || !equal_ignoring_case(host.substr(0, kPrefix.size()), kPrefix))
        return false;
    host.remove_prefix(kPrefix.size());
    if (!equal_ignoring_case(host.substr(0, code.size()), code)) return false;
    const std::string_view domain = host.substr(code.size());
    return equal_ignoring_case(domain, ".api.qcloud.com") || equal_ignoring_case(domain, ".api.tencentyun.com");
}

}  // namespace

std::string_view region_of(const WireRequest& request, const ParameterList& parameters,
                           const AllSettings& settings) noexcept {
    const std::string_view host = without_port(request.header("Host"));
    for (const RegionRow& row : kRegions)
        if (is_host_of(host, row.code)) return row.id;
    const std::string_view named = parameters.value("Region");
    for (const RegionRow& row : kRegions)
        if (named == row.code || named == row.id) return row.id;
    return settings.default_region;
}

}  // namespace tandem::api::tencent::v2017
