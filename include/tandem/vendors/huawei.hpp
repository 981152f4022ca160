#pragma once
// Huawei Cloud KMS, and the IAM calls that its SDKs make.

#include "tandem/api/dialect.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tandem::api::huawei {

// Choices that configuration may make for this vendor alone.
struct Settings {
    std::int64_t skew_seconds = 900;          // 0 = any time
    std::string region = "cn-north-4";        // of a project that names none
    std::vector<std::string> otc_catalogs{};  // tenants whose kms URL has the project, as of Open Telekom Cloud
};

}  // namespace tandem::api::huawei

namespace tandem::api {

std::unique_ptr<Dialect> make_huawei(const Settings& settings, const huawei::Settings& own);

}  // namespace tandem::api
