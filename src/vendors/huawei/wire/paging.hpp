#pragma once
// limit, and marker or offset of lists: decimal offsets (section 7, ListKeys).

#include "huawei/request.hpp"

namespace tandem::api::huawei {

struct Page {
    std::size_t offset = 0;
    std::size_t limit = 0;

    [[nodiscard]] bool has_more(std::size_t total) const noexcept { return total > offset && total - offset > limit; }
    [[nodiscard]] std::string next_marker(std::size_t total) const {
        return has_more(total) ? std::to_string(offset + limit) : std::string{};
    }
};

// The page by the fields rules::kLimit and rules::kMarker (or another `start` of that form): 1,000 when there is no
// limit; more than 5,000 is 5,000.
Page page_of(const Fields& fields, std::string_view start = "marker");
std::size_t limit_of(const Fields& fields);

// The errors of lists that begin at an offset.
inline constexpr ErrorOverride kOffsetErrors[] = {
    {ErrorCode::page_offset_invalid, {ErrorCode::page_offset_invalid, 400, "KMS.1603", "Invalid offset."}},
};

}  // namespace tandem::api::huawei
