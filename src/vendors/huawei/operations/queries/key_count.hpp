#pragma once
// How many keys the caller has; those in every state count.

#include "tandem/service/actions/list_keys.hpp"

#include "huawei/request.hpp"

#include <cstdint>
#include <optional>

namespace tandem::api::huawei {

struct KeyCount {
    std::optional<std::int64_t> keys{};
};
inline Result<KeyCount> begin_counting(Request&) { return KeyCount{}; }

inline void count_keys(const Request& request, KeyCount& count, std::size_t most) {
    const auto found = service::list_keys(request.call(), {.offset = 0, .limit = 0}, most);
    if (found) count.keys = static_cast<std::int64_t>(found->total);
}
inline Place place_to_count(const Request& request, KeyCount& count) {
    count_keys(request, count, service::kQuickWalk);
    return count.keys ? Place::io_thread : Place::calculator;
}
inline std::int64_t count_keys(const Request& request, KeyCount& count) {
    if (!count.keys) count_keys(request, count, service::kEveryKey);
    return *count.keys;
}

}  // namespace tandem::api::huawei
