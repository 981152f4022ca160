#pragma once
// The clouds whose APIs are spoken. One more is a folder of src/vendors and a line here.

#include "tandem/api/dialect.hpp"

#include <memory>

namespace tandem::api {

std::unique_ptr<Dialect> make_tencent_2019(const Settings& settings);
std::unique_ptr<Dialect> make_tencent_2017(const Settings& settings);
std::unique_ptr<Dialect> make_huawei(const Settings& settings);

}  // namespace tandem::api
