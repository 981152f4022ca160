#pragma once
// The post-quantum operations, none of which is emulated.

#include <string_view>

namespace tandem::api::tencent::v2019 {

inline constexpr std::string_view kNotPublic = "the vendor's post-quantum algorithms are not public";

}  // namespace tandem::api::tencent::v2019
