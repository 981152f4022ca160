#include "tandem/service/actions/list_keys.hpp"

#include "tandem/service/key_state.hpp"

#include "changed_by_time.hpp"
#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

using store::Key;

store::KeyOrder order_of(const ListKeysInput& input) noexcept {
    return input.oldest_first ? store::KeyOrder::oldest_first : store::KeyOrder::newest_first;
}

bool is_of_class(const ListKeysInput& input, const keys::KeyClass& one) {
    return !input.of_class || input.of_class(one);
}

// Walks as long as `visit` returns true. False: more keys would have to be looked at than `most`.
bool walk(const Call& call, const ListKeysInput& input, std::size_t most,
          const std::function<bool(const Key&)>& visit) {
    bool is_over = false;
    call.services.store.visit_keys(call.space, order_of(input), [&](const Key& key) {
        is_over = most-- == 0;
        return !is_over && visit(key);
    });
    return !is_over;
}

// Looks at every key.
std::optional<ListKeysOutput> look_at_all(const Call& call, const ListKeysInput& input, std::size_t most) {
    ListKeysOutput output;
    const bool is_done = walk(call, input, most, [&](const Key& key) {
        const bool matches = !is_past_deletion(key, call.services.clock) &&
                             is_of_class(input, class_of(key, call.services.clock)) &&
                             (!input.matches || input.matches(key));
        if (!matches) return true;
        if (output.total >= input.offset && output.page.size() < input.limit) output.page.push_back(&key);
        ++output.total;
        return true;
    });
    return is_done ? std::optional{std::move(output)} : std::nullopt;
}

// Passes over keys of other classes until the page is full.
bool pick_page(const Call& call, const ListKeysInput& input, std::size_t most, ListKeysOutput& output) {
    const std::size_t size = std::min(input.limit, output.total - std::min(input.offset, output.total));
    if (size == 0) return true;
    return walk(call, input, most, [&, left = input.offset](const Key& key) mutable {
        if (!is_of_class(input, store::class_of(key))) return true;
        if (left > 0) {
            --left;
        } else {
            output.page.push_back(&key);
        }
        return output.page.size() < size;
    });
}

}  // namespace

std::optional<ListKeysOutput> list_keys(const Call& call, const ListKeysInput& input, std::size_t most) {
    if (input.matches || has_keys_changed_by_time(call)) return look_at_all(call, input, most);
    const store::KeyStore& store = call.services.store;
    ListKeysOutput output;
    bool all_match = true;
    for (const auto& [one, count] : store.key_classes(call.space)) {
        if (is_of_class(input, one)) {
            output.total += count;
        } else {
            all_match = false;
        }
    }
    if (all_match) {
        output.page = store.keys(call.space, order_of(input), input.offset, input.limit);
    } else if (!pick_page(call, input, most, output)) {
        return std::nullopt;
    }
    return output;
}

}  // namespace tandem::service
