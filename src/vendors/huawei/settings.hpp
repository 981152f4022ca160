#pragma once
// The settings that the dialect is made with.

#include "tandem/vendors/huawei.hpp"

namespace tandem::api::huawei {

struct AllSettings : api::Settings, huawei::Settings {};

}  // namespace tandem::api::huawei
