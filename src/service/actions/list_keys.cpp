#include "tandem/service/actions/list_keys.hpp"

#include "tandem/service/key_state.hpp"

#include "changed_by_time.hpp"
#include "key_rules.hpp"

#include <algorithm>
#include <limits>

namespace tandem::service {

namespace {

using store::Key;

store::KeyOrder order_of(const ListKeysInput& input) noexcept {
    return input.oldest_first ? store::KeyOrder::oldest_first : store::KeyOrder::newest_first;
}

bool is_of_class(const ListKeysInput& input, const keys::KeyClass& one) {
    return !input.of_class || input.of_class(one);
}

// Walks as long as `visit` returns true. Some tens of microseconds are for the I/O thread, which others wait for.
Result<void> walk(const Call& call, const ListKeysInput& input, const std::function<bool(const Key&)>& visit) {
    constexpr std::size_t kQuick = 1000;
    std::size_t left = call.place == Place::io_thread ? kQuick : std::numeric_limits<std::size_t>::max();
    bool takes_long = false;
    call.services.store.visit_keys(call.tenant, order_of(input), [&](const Key& key) {
        takes_long = left-- == 0;
        return !takes_long && visit(key);
    });
    if (takes_long) return fail(ErrorCode::needs_calculator);
    return {};
}

// Looks at every key.
Result<ListKeysOutput> look_at_all(const Call& call, const ListKeysInput& input) {
    ListKeysOutput output;
    TANDEM_CHECK(walk(call, input, [&](const Key& key) {
        const bool matches = !is_past_deletion(key, call.services.clock) &&
                             is_of_class(input, class_of(key, call.services.clock)) &&
                             (!input.matches || input.matches(key));
        if (!matches) return true;
        if (output.total >= input.offset && output.page.size() < input.limit) output.page.push_back(&key);
        ++output.total;
        return true;
    }));
    return output;
}

// Passes over keys of other classes until the page is full.
Result<std::vector<const Key*>> pick_page(const Call& call, const ListKeysInput& input, std::size_t total) {
    std::vector<const Key*> page;
    const std::size_t size = std::min(input.limit, total - std::min(input.offset, total));
    if (size == 0) return page;
    TANDEM_CHECK(walk(call, input, [&, left = input.offset](const Key& key) mutable {
        if (!is_of_class(input, store::class_of(key))) return true;
        if (left > 0) {
            --left;
        } else {
            page.push_back(&key);
        }
        return page.size() < size;
    }));
    return page;
}

}  // namespace

Result<ListKeysOutput> list_keys(const Call& call, const ListKeysInput& input) {
    if (input.matches || has_keys_changed_by_time(call)) return look_at_all(call, input);
    const store::KeyStore& store = call.services.store;
    ListKeysOutput output;
    bool all_match = true;
    for (const auto& [one, count] : store.key_classes(call.tenant)) {
        if (is_of_class(input, one)) {
            output.total += count;
        } else {
            all_match = false;
        }
    }
    if (all_match) {
        output.page = store.keys(call.tenant, order_of(input), input.offset, input.limit);
    } else {
        TANDEM_TRY(output.page, pick_page(call, input, output.total));
    }
    return output;
}

}  // namespace tandem::service
