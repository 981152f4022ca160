#include "vendor_hosts.hpp"

#include <algorithm>
#include <array>

namespace tandem::standin {
namespace {

// '*' is one label or the rest of one: a region.
constexpr std::array<std::string_view, 16> kPatterns{
    "*.tencentcloudapi.com",      // Tencent 2019 section 1, kms and the regions that SDKs fall back to
    "kms.*.tencentcloudapi.com",  // the same; also kms.intl
    "kms.api.qcloud.com",         // Tencent 2017 section 2.1
    "kms-*.api.qcloud.com",
    "kms-*.api.tencentyun.com",  // the same from inside the cloud
    "kms.*.myhuaweicloud.com",   // Huawei SDKs, KmsRegion
    "kms.*.myhuaweicloud.eu",    // the same, eu-west-101
    "iam.myhuaweicloud.com",     // Huawei SDKs, the IAM of regions without one of their own
    "iam.*.myhuaweicloud.com",   "iam.myhuaweicloud.eu", "iam.*.myhuaweicloud.eu",
    "iam.myhwclouds.com",  // golangsdk and the seals built on it
    "iam.*.myhwclouds.com",      "kms.*.myhwclouds.com",
    "kms.*.otc.t-systems.com",  // Open Telekom Cloud
    "iam.*.otc.t-systems.com",
};

bool is_label(std::string_view text) noexcept {
    const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !text.empty() && text.size() <= 63 && std::ranges::all_of(text, allowed);
}

bool matches_host(std::string_view pattern, std::string_view host) noexcept {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) return host == pattern;
    const auto before = pattern.substr(0, star);
    const auto after = pattern.substr(star + 1);
    if (host.size() <= before.size() + after.size() || !host.starts_with(before) || !host.ends_with(after))
        return false;
    return is_label(host.substr(before.size(), host.size() - before.size() - after.size()));
}

}  // namespace

bool is_vendor_host(std::string_view host) noexcept {
    return std::ranges::any_of(kPatterns, [&](auto pattern) { return matches_host(pattern, host); });
}

}  // namespace tandem::standin
