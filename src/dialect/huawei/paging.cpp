#include "paging.hpp"

#include "numbers.hpp"

#include <algorithm>

namespace tandem::dialect::huawei {

namespace {

constexpr std::uint32_t kDefaultLimit = 1000;
constexpr std::uint32_t kMaxLimit = 5000;

}  // namespace

Result<std::size_t> read_limit(const Fields& fields) {
    const auto limit = fields.has("limit") ? decimal(fields.text("limit")) : kDefaultLimit;
    if (!limit || *limit == 0) return fail(ErrorCode::page_limit_invalid, "limit");
    return std::min(*limit, kMaxLimit);
}

Result<Page> read_page(const Fields& fields, std::string_view start) {
    TANDEM_TRY(const std::size_t limit, read_limit(fields));
    const auto offset = fields.has(start) ? decimal(fields.text(start)) : 0;
    if (!offset) return fail(ErrorCode::page_offset_invalid, start);
    return Page{.offset = *offset, .limit = limit};
}

}  // namespace tandem::dialect::huawei
