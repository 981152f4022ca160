#include "key_view.hpp"

#include "key_usages.hpp"
#include "tencent/v2019/wire/field_patterns.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {

Result<const store::Key*> find_key_by_text(ActionCall& action, std::string_view text) {
    const std::optional<KeyId> id = KeyId::parse(text);
    if (!id) return fail(ErrorCode::key_id_malformed);
    note_key(action, *id);
    TANDEM_TRY(const store::Key* key, service::find_key(action.call, *id));
    if (!is_visible(*key))
        return fail(ErrorCode::key_not_found, {}, "the key is of a spec that this API has no words for");
    return key;
}

Result<const store::Key*> find_key(ActionCall& action, std::string_view field) {
    return find_key_by_text(action, action.fields.text(field));
}

Result<std::vector<const store::Key*>> find_keys(ActionCall& action) {
    const std::span<const std::string_view> texts = action.fields.list("KeyIds");
    std::vector<std::string_view> sorted{texts.begin(), texts.end()};
    std::ranges::sort(sorted);
    const bool distinct = std::ranges::adjacent_find(sorted) == sorted.end();
    std::vector<const store::Key*> found;
    found.reserve(texts.size());
    for (const std::string_view text : texts) {
        if (!KeyId::parse(text)) return fail(ErrorCode::key_id_malformed);
        if (!distinct) return fail(ErrorCode::key_id_duplicate);
        TANDEM_TRY(const store::Key* key, find_key_by_text(action, text));
        found.push_back(key);
    }
    return found;
}

std::string_view alias_of(const store::Key& key) noexcept {
    return is_alias(key.settings.primary_alias) ? std::string_view{key.settings.primary_alias} : std::string_view{};
}

void write_key_id(JsonWriter& out, std::string_view name, const KeyId& id) {
    format_uuid_to(out.fill(name, kUuidLength), id.bytes);
}

}  // namespace tandem::api::tencent::v2019
