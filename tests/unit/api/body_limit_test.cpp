#include "tandem/api/body_limit.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace tandem::api {
namespace {

constexpr std::size_t kMiB = 1024 * 1024;

std::size_t limit_of(std::string_view path, std::initializer_list<std::pair<const char*, const char*>> fields) {
    std::vector<HeaderField> headers;
    for (const auto& [name, value] : fields) headers.push_back({name, value});
    WireRequest head;
    head.method = "POST";
    head.path = path;
    head.headers = headers;
    return vendor_body_limit(head);
}

TEST(BodyLimit, of_api_3_is_10_MB_and_1_MB_for_forms) {
    EXPECT_EQ(limit_of("/", {{"X-TC-Action", "Encrypt"}, {"Content-Type", "application/json"}}), 10 * kMiB);
    EXPECT_EQ(limit_of("/", {{"X-TC-Action", "Encrypt"}, {"Content-Type", "multipart/form-data; boundary=b"}}),
              10 * kMiB);
    EXPECT_EQ(limit_of("/", {{"Authorization", "TC3-HMAC-SHA256 Credential=x"}}), 10 * kMiB);
    EXPECT_EQ(limit_of("/", {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}), kMiB);
}

TEST(BodyLimit, of_the_2017_api_is_1_MB) {
    EXPECT_EQ(limit_of("/v2/index.php", {}), kMiB);
    EXPECT_EQ(limit_of("//v2/index.php", {{"Content-Type", "multipart/form-data; boundary=b"}}), kMiB);
}

TEST(BodyLimit, of_huaweis_apis_is_12_MB) {
    EXPECT_EQ(limit_of("/v1.0/p/kms/encrypt-data", {{"Content-Type", "application/json"}}), 12 * kMiB);
    EXPECT_EQ(limit_of("//v3/auth/tokens", {}), 12 * kMiB);
}

TEST(BodyLimit, of_anything_else_is_small) {
    EXPECT_EQ(limit_of("/", {{"Content-Type", "application/json"}}), kLeastBodyLimit);
    EXPECT_EQ(limit_of("/healthz", {}), kLeastBodyLimit);
    EXPECT_EQ(limit_of("", {}), kLeastBodyLimit);
}

}  // namespace
}  // namespace tandem::api
