#include "tandem/api/body_limit.hpp"

#include <algorithm>

namespace tandem::api {

namespace {

constexpr std::size_t kMiB = 1024 * 1024;
// Tencent's page "Request Structure" of API 3.0: 10 MB with signature v3, 1 MB for the forms of signature v1; the forms
// of the 2017 API are of the same kind.
constexpr std::size_t kTencentBody = 10 * kMiB;
constexpr std::size_t kTencentForm = 1 * kMiB;
// Huawei's API Gateway, APIGW.0201.
constexpr std::size_t kHuaweiBody = 12 * kMiB;

bool is_signed_v3(const WireRequest& head) noexcept {
    return head.find_header("X-TC-Action") != nullptr || head.header("Authorization").starts_with("TC3-HMAC-SHA256");
}

bool is_huaweis(std::string_view path) noexcept {
    const std::size_t name = std::min(path.find_first_not_of('/'), path.size());
    return name > 0 && path.substr(name).starts_with("v") && path.substr(name + 1).find('/') != std::string_view::npos;
}

}  // namespace

bool announces_form(const WireRequest& head) noexcept {
    const std::string_view type = media_type(head.header("Content-Type"));
    return head.method != "GET" && (equal_ignoring_case(type, "application/x-www-form-urlencoded") ||
                                    equal_ignoring_case(type, "multipart/form-data"));
}

std::size_t vendor_body_limit(const WireRequest& head) noexcept {
    const bool is_urlencoded =
        equal_ignoring_case(media_type(head.header("Content-Type")), "application/x-www-form-urlencoded");
    if (is_signed_v3(head)) return is_urlencoded ? kTencentForm : kTencentBody;
    if (head.path.ends_with("/v2/index.php") || announces_form(head)) return kTencentForm;
    return is_huaweis(head.path) ? kHuaweiBody : kLeastBodyLimit;
}

}  // namespace tandem::api
