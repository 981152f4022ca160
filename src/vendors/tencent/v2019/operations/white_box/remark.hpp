#pragma once
// The remark on the operations that give the halves of a white-box key away.

#include <string_view>

namespace tandem::api::tencent::v2019 {

inline constexpr std::string_view kWhiteBoxRemark =
    "the vendor's forms of EncryptKey and DecryptKey are not public: see white-box.md for these";

}  // namespace tandem::api::tencent::v2019
