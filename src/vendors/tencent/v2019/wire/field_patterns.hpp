#pragma once
// The patterns of this API's texts, as the fields name them.

#include <string_view>

namespace tandem::api::tencent::v2019 {

// 1 to 60 of letters, digits, '-' and '_', the first a letter or digit (section 6).
bool is_alias(std::string_view text) noexcept;
// The alias that a caller may give: not one of the cloud products' "kms-".
bool is_new_alias(std::string_view text) noexcept;
// HsmClusterId: "" and "default" are the shared edition, the only one here.
bool is_shared_edition(std::string_view text) noexcept;
// ListKeyDetail.Origin: TENCENT_KMS, EXTERNAL, ALL, or "" for all.
bool is_origin_filter(std::string_view text) noexcept;
// "", RAW or DIGEST.
bool is_message_type(std::string_view text) noexcept;
// DeviceFingerprint.Identity: hexadecimal digits in lower case, 8-14-14-14-16 as documented (section 9), or a UUID as
// in the vendor's example of OverwriteWhiteBoxDeviceFingerprints.
bool is_device_identity(std::string_view text) noexcept;

}  // namespace tandem::api::tencent::v2019
