#pragma once
// Tencent Cloud KMS: API 3.0 of 2019-01-18, and the API of 2017.

#include "tandem/api/dialect.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tandem::api::tencent {

// The kinds of regions that the vendor has: certified after FIPS 140-2, or for the Chinese national algorithms.
enum class RegionKind : std::uint8_t { fips, sm };
struct Region {
    std::string id;
    RegionKind kind = RegionKind::fips;
};

// Choices that configuration may make for this vendor alone.
struct Settings {
    std::int64_t v2019_skew_seconds = 300;  // 0 = any time
    std::int64_t v2017_skew_seconds = 300;
    bool v2019_strict_fields = true;  // unknown parameters are UnknownParameter
    bool v2017_akid_prefix = false;   // demand "AKID" in front of a SecretId
    std::string default_region = "ap-guangzhou";
    std::vector<Region> regions{};  // in the configuration's order; one that is not here is fips
};

}  // namespace tandem::api::tencent

namespace tandem::api {

std::unique_ptr<Dialect> make_tencent_2019(const Settings& settings, const tencent::Settings& own);
std::unique_ptr<Dialect> make_tencent_2017(const Settings& settings, const tencent::Settings& own);

}  // namespace tandem::api
