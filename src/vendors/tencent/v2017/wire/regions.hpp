#pragma once
// The regions of the legacy API (2017 API, section 2.1): there are three. The host decides, else the Region parameter;
// one that is unknown, empty or missing is the default region, and never refused.

#include "tandem/api/form_reader.hpp"

#include "tencent/common/settings.hpp"

#include <string_view>

namespace tandem::api::tencent::v2017 {

// The region by its long id.
std::string_view region_of(const WireRequest& request, const ParameterList& parameters,
                           const AllSettings& settings) noexcept;

}  // namespace tandem::api::tencent::v2017
