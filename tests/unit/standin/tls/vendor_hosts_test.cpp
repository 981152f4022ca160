#include "tls/vendor_hosts.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tandem::standin {
namespace {

TEST(VendorHosts, are_those_that_the_sdks_call) {
    for (const auto* host :
         {"kms.tencentcloudapi.com", "kms.ap-guangzhou.tencentcloudapi.com", "kms.intl.tencentcloudapi.com",
          "ap-guangzhou.tencentcloudapi.com", "kms.api.qcloud.com", "kms-gz.api.qcloud.com",
          "kms-sh.api.tencentyun.com", "kms.cn-north-4.myhuaweicloud.com", "kms.eu-west-101.myhuaweicloud.eu",
          "iam.cn-north-4.myhuaweicloud.com", "iam.myhuaweicloud.com", "iam.eu-west-101.myhuaweicloud.eu",
          "iam.myhwclouds.com", "iam.cn-north-1.myhwclouds.com", "kms.cn-north-1.myhwclouds.com",
          "iam.eu-de.otc.t-systems.com", "kms.eu-nl.otc.t-systems.com"})
        EXPECT_TRUE(is_vendor_host(host)) << host;
}

TEST(VendorHosts, are_no_other_names) {
    for (const auto* host :
         {"", "localhost", "tencentcloudapi.com", ".tencentcloudapi.com", "kms..tencentcloudapi.com",
          "kms.a.b.tencentcloudapi.com", "kms.tencentcloudapi.com.", "kms.tencentcloudapi.com.evil.org",
          "kms-.api.qcloud.com", "cvm.api.qcloud.com", "obs.cn-north-4.myhuaweicloud.com", "kms.myhuaweicloud.com",
          "kms.myhwclouds.com", "iam.otc.t-systems.com", "obs.eu-de.otc.t-systems.com", "kms.*.tencentcloudapi.com",
          "kms.a b.tencentcloudapi.com"})
        EXPECT_FALSE(is_vendor_host(host)) << host;
}

TEST(VendorHosts, have_labels_of_63_characters_at_most) {
    EXPECT_TRUE(is_vendor_host("kms." + std::string(63, 'a') + ".tencentcloudapi.com"));
    EXPECT_FALSE(is_vendor_host("kms." + std::string(64, 'a') + ".tencentcloudapi.com"));
}

}  // namespace
}  // namespace tandem::standin
