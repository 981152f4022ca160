#pragma once
// Calls of the vendor's tag service by clients of the KMS (API 3.0 spec, corrections; the models and codes of the
// SDKs' package tag 2018-08-13): Terraform reads and writes the tags of keys and white-box keys there.

#include <cstdint>
#include <string_view>

namespace tandem::api::tencent::v2019 {

inline constexpr std::string_view kTagServiceRemark =
    "of the tag service, version 2018-08-13, for keys and white-box keys alone";

inline constexpr std::string_view kTaggedService = "kms";
inline constexpr std::string_view kTaggedPrefix = "key";

// The id in a ResourceId, creatorUin/UIN/ID or the ID alone; "" when it names another account's.
std::string_view id_in(std::string_view resource_id, std::uint64_t account) noexcept;

// qcs::kms:REGION:uin/UIN:key/RESOURCE_ID. Terraform leaves the UIN out.
struct Resource {
    std::string_view scheme, project, service, region, owner, name;

    explicit Resource(std::string_view text) noexcept;
    [[nodiscard]] bool is_of(std::uint64_t account) const;
    // The id in one that is.
    [[nodiscard]] std::string_view resource_id() const noexcept { return name.substr(kTaggedPrefix.size() + 1); }
};

}  // namespace tandem::api::tencent::v2019
