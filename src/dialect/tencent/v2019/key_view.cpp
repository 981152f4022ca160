#include "tencent/v2019/key_view.hpp"

#include "tencent/v2019/field_patterns.hpp"
#include "tencent/v2019/key_usages.hpp"
#include "tencent/v2019/regions.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace tandem::dialect::tencent::v2019 {
namespace {

// KeyMetadata.Type
constexpr std::int64_t kFipsRegion = 2;
constexpr std::int64_t kSmRegion = 4;
constexpr std::int64_t kRotateDays = 365;

Result<const store::Key*> find_key_by_text(ActionCall& action, std::string_view text) {
    const std::optional<KeyId> id = KeyId::parse(text);
    if (!id) return fail(ErrorCode::key_id_malformed);
    action.facts.key = *id;
    action.facts.has_key = true;
    TANDEM_TRY(const store::Key* key, service::find_key(action.call, *id));
    if (!is_visible(*key))
        return fail(ErrorCode::key_not_found, {}, "the key is of a spec that this API has no words for");
    return key;
}

// A symmetric key tells by its algorithm which kind of region made it, wherever it is asked for; of the others, which
// both kinds make alike, the request's region is told.
std::int64_t region_type(const ActionCall& action, const store::Key& key) {
    const UsageRow* usage = usage_row_of(class_of(key));
    const RegionKind kind = usage != nullptr && usage->only_in ? *usage->only_in : region_kind(action);
    return kind == RegionKind::sm ? kSmRegion : kFipsRegion;
}

}  // namespace

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

void write_key_metadata(ActionCall& action, const store::Key& key) {
    JsonWriter& out = action.out;
    const auto account = static_cast<std::int64_t>(action.call.tenant.facts.account_number);
    const std::int64_t created = to_seconds(key.created);
    const std::int64_t rotation = std::chrono::seconds{std::chrono::days{kRotateDays}}.count();
    const auto& deletion = key.settings.deletion_date;
    write_key_id(out, "KeyId", key.id);
    out.plain("Alias", alias_of(key)).integer("CreateTime", created).text("Description", key.settings.description);
    out.plain("KeyState", keys::name_of(key.settings.state)).plain("KeyUsage", usage_of(key));
    out.integer("Type", region_type(action, key)).integer("CreatorUin", account).boolean("KeyRotationEnabled", false);
    // The vendor's samples carry a next rotation one year on even with rotation off (section 9).
    out.plain("Owner", "user").integer("NextRotateTime", created + rotation);
    out.integer("DeletionDate", deletion ? to_seconds(*deletion) : 0);
    out.plain("Origin", key.origin == keys::KeyOrigin::external ? "EXTERNAL" : "TENCENT_KMS").integer("ValidTo", 0);
    out.plain("ResourceId", "creatorUin/" + std::to_string(account) + "/" + key.id.text()).plain("HsmClusterId", "");
    out.integer("RotateDays", kRotateDays).integer("LastRotateTime", 0).integer("IsSyncReplica", 0);
}

}  // namespace tandem::dialect::tencent::v2019
