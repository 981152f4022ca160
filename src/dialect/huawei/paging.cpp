#include "paging.hpp"

#include <algorithm>

namespace tandem::dialect::huawei {

Page page_of(const Fields& fields, std::string_view start) {
    constexpr std::int64_t kDefaultLimit = 1000;
    constexpr std::int64_t kMaxLimit = 5000;
    const std::int64_t limit = std::min(fields.integer("limit").value_or(kDefaultLimit), kMaxLimit);
    return {.offset = static_cast<std::size_t>(fields.integer(start).value_or(0)),
            .limit = static_cast<std::size_t>(limit)};
}

}  // namespace tandem::dialect::huawei
