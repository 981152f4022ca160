#include "tandem/service/actions/list_keys.hpp"

#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

ListKeysOutput list_keys(const Call& call, const ListKeysInput& input) {
    std::vector<const store::Key*> keys = call.services.store.keys(call.tenant);
    std::erase_if(keys, [&](const store::Key* key) {
        return is_past_deletion(*key, call.services.clock) || (input.matches && !input.matches(*key));
    });
    if (input.oldest_first) std::ranges::reverse(keys);

    ListKeysOutput output;
    output.total = keys.size();
    const std::size_t begin = std::min(input.offset, keys.size());
    const std::size_t count = std::min(input.limit, keys.size() - begin);
    const auto first = keys.begin() + static_cast<std::ptrdiff_t>(begin);
    output.page.assign(first, first + static_cast<std::ptrdiff_t>(count));
    return output;
}

}  // namespace tandem::service
