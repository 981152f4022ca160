#include "paging.hpp"

#include "numbers.hpp"

#include <algorithm>

namespace tandem::dialect::huawei {

namespace {

constexpr std::uint32_t kDefaultLimit = 1000;
constexpr std::uint32_t kMaxLimit = 5000;

}  // namespace

Result<Page> read_page(const Fields& fields) {
    const auto limit = fields.has("limit") ? decimal(fields.text("limit")) : kDefaultLimit;
    if (!limit || *limit == 0) return fail(ErrorCode::page_limit_invalid, "limit");
    const auto offset = fields.has("marker") ? decimal(fields.text("marker")) : 0;
    if (!offset) return fail(ErrorCode::page_offset_invalid, "marker");
    return Page{.offset = *offset, .limit = std::min(*limit, kMaxLimit)};
}

}  // namespace tandem::dialect::huawei
