#include "key_view.hpp"

#include "tencent/v2019/wire/field_patterns.hpp"

#include <algorithm>
#include <optional>
#include <span>

namespace tandem::api::tencent::v2019 {

namespace {

Result<KeyId> read_key_id(Request& request, std::string_view text) {
    const std::optional<KeyId> id = KeyId::parse(text);
    if (!id) return fail(ErrorCode::key_id_malformed);
    request.note_key(*id);
    return *id;
}

}  // namespace

Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view text) {
    TANDEM_TRY(const KeyId id, read_key_id(request, text));
    request.name_key(declared, id);
    return {};
}

Result<FoundKey> find_late_key(Request& request, const DeclaredKey& declared, std::string_view text) {
    TANDEM_TRY(const KeyId id, read_key_id(request, text));
    return request.find_late(declared, id);
}

void name_keys(Request& request, const DeclaredKey& declared) {
    const std::span<const std::string_view> texts = request.fields.list("KeyIds");
    std::vector<std::string_view> sorted{texts.begin(), texts.end()};
    std::ranges::sort(sorted);
    const bool distinct = std::ranges::adjacent_find(sorted) == sorted.end();
    for (const std::string_view text : texts) {
        if (!distinct && KeyId::parse(text)) return request.fail_after_keys(fail(ErrorCode::key_id_duplicate));
        const Result<void> named = name_key(request, declared, text);
        if (named.has_error()) return request.fail_after_keys(named.error());
    }
}

std::vector<const store::Key*> found_keys(const Request& request) {
    std::vector<const store::Key*> found;
    found.reserve(request.key_count());
    for (std::size_t i = 0; i < request.key_count(); ++i) found.push_back(&request.key(i));
    return found;
}

std::string_view alias_of(const store::Key& key) noexcept {
    return is_alias(key.settings.primary_alias) ? std::string_view{key.settings.primary_alias} : std::string_view{};
}

void write_key_id(JsonWriter& out, std::string_view name, const KeyId& id) {
    format_uuid_to(out.fill(name, kUuidLength), id.bytes);
}

}  // namespace tandem::api::tencent::v2019
