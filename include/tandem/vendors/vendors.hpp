#pragma once
// The clouds whose APIs are spoken. One more is a folder of src/vendors and a line here.

#include "tandem/api/dialect.hpp"

#include <cstddef>
#include <memory>

namespace tandem::api {

// `slot_base` is where the dialect's actions begin in Tenant::rate_buckets.
std::unique_ptr<Dialect> make_tencent_2019(const Settings& settings, std::size_t slot_base);
std::unique_ptr<Dialect> make_tencent_2017(const Settings& settings, std::size_t slot_base);
std::unique_ptr<Dialect> make_huawei(const Settings& settings, std::size_t slot_base);
inline constexpr std::size_t kTencent2019Slots = 72;
inline constexpr std::size_t kTencent2017Slots = 12;
inline constexpr std::size_t kHuaweiSlots = 96;

}  // namespace tandem::api
