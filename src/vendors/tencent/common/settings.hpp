#pragma once
// The settings that a dialect of this vendor is made with.

#include "tandem/vendors/tencent.hpp"

namespace tandem::api::tencent {

struct AllSettings : api::Settings, tencent::Settings {};

}  // namespace tandem::api::tencent
