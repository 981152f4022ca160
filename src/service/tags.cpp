#include "tandem/service/tags.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

bool has_length(std::string_view text, std::size_t least, std::size_t most) noexcept {
    if (!is_valid_utf8(text)) return false;
    const std::size_t length = code_points(text);
    return length >= least && length <= most;
}

bool meets(std::span<const store::Tag> tags, const TagFilter& filter) {
    const auto tag = std::ranges::find(tags, filter.key, &store::Tag::key);
    if (tag == tags.end()) return false;
    return filter.values.empty() || std::ranges::find(filter.values, tag->value) != filter.values.end();
}

}  // namespace

Result<void> check_tags(std::span<const store::Tag> tags, const TagLimits& limits) {
    if (tags.size() > limits.most_tags) return fail(ErrorCode::tag_limit_exceeded);
    std::vector<std::string_view> keys;
    keys.reserve(tags.size());
    for (const store::Tag& tag : tags) {
        if (!has_length(tag.key, 1, limits.longest_key)) return fail(ErrorCode::tag_key_length_invalid);
        if (!has_length(tag.value, 0, limits.longest_value)) return fail(ErrorCode::tag_value_length_invalid, tag.key);
        keys.push_back(tag.key);
    }
    std::ranges::sort(keys);
    const auto twice = std::ranges::adjacent_find(keys);
    if (twice != keys.end()) return fail(ErrorCode::tag_key_duplicate, *twice);
    return {};
}

Result<void> apply(const TagChanges& changes, std::vector<store::Tag>& tags, const TagLimits& limits) {
    for (const std::string& key : changes.removed)
        std::erase_if(tags, [&](const store::Tag& tag) { return tag.key == key; });
    for (const store::Tag& tag : changes.put) {
        const auto same = std::ranges::find(tags, tag.key, &store::Tag::key);
        if (same == tags.end()) {
            tags.push_back(tag);
        } else {
            same->value = tag.value;
        }
    }
    return check_tags(tags, limits);
}

bool matches(std::span<const store::Tag> tags, std::span<const TagFilter> filters) {
    return std::ranges::all_of(filters, [&](const TagFilter& filter) { return meets(tags, filter); });
}

}  // namespace tandem::service
