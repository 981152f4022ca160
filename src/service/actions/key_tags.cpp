#include "tandem/service/actions/key_tags.hpp"

#include "change_key.hpp"
#include "key_rules.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

// Replaces the key's tags by what `edit` makes of them.
template <class EditTags>
Result<const store::Key*> change_tags(const Call& call, const store::Key& key, EditTags edit) {
    const auto change = [&](const store::Key&, store::KeySettings& settings, Changes&) -> Result<Edit> {
        std::vector<store::Tag> tags = settings.attributes->tags;
        TANDEM_CHECK(edit(tags));
        if (tags == settings.attributes->tags) return Edit::none;
        settings.attributes.edit([&](store::KeyAttributes& attributes) { attributes.tags = std::move(tags); });
        return Edit::commit;
    };
    return change_key(call, key, change);
}

}  // namespace

Result<const store::Key*> edit_tags(const Call& call, const store::Key& key, const TagChanges& changes,
                                    const TagLimits& limits) {
    return change_tags(call, key, [&](std::vector<store::Tag>& tags) { return apply(changes, tags, limits); });
}

Result<const store::Key*> remove_tags(const Call& call, const store::Key& key, std::span<const TagFilter> filters) {
    return change_tags(call, key, [&](std::vector<store::Tag>& tags) -> Result<void> {
        if (!matches(tags, filters)) return fail(ErrorCode::tag_not_found);
        for (const TagFilter& filter : filters)
            std::erase_if(tags, [&](const store::Tag& tag) { return tag.key == filter.key; });
        return {};
    });
}

TagValues list_tag_values(const Call& call) {
    TagValues values;
    call.services.store.visit_keys(call.space, store::KeyOrder::newest_first, [&](const store::Key& key) {
        if (is_past_deletion(key, call.services.clock)) return true;
        for (const store::Tag& tag : key.settings.attributes->tags) values[tag.key].insert(tag.value);
        return true;
    });
    return values;
}

}  // namespace tandem::service
