#include "paging.hpp"

#include <algorithm>

namespace tandem::api::huawei {

std::size_t limit_of(const Fields& fields) {
    constexpr std::int64_t kDefaultLimit = 1000;
    constexpr std::int64_t kMaxLimit = 5000;
    return static_cast<std::size_t>(std::min(fields.integer("limit").value_or(kDefaultLimit), kMaxLimit));
}

Page page_of(const Fields& fields, std::string_view start) {
    return {.offset = static_cast<std::size_t>(fields.integer(start).value_or(0)), .limit = limit_of(fields)};
}

}  // namespace tandem::api::huawei
