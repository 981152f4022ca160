#include "tandem/service/actions/rotation.hpp"
#include "tandem/service/key_state.hpp"

#include "key_usages.hpp"
#include "key_view.hpp"
#include "tencent/v2019/wire/regions.hpp"

#include <chrono>

namespace tandem::api::tencent::v2019 {
namespace {

// KeyMetadata.Type
constexpr std::int64_t kFipsRegion = 2;
constexpr std::int64_t kSmRegion = 4;

// A symmetric key tells by its algorithm which kind of region made it, wherever it is asked for; of the others, which
// both kinds make alike, the request's region is told.
std::int64_t region_type(const Request& request, const store::Key& key) {
    const UsageRow* usage = usage_row_of(class_of(key));
    const RegionKind kind = usage != nullptr && usage->only_in ? *usage->only_in : region_kind(request);
    return kind == RegionKind::sm ? kSmRegion : kFipsRegion;
}

std::int64_t seconds_or_zero(const OptionalTime& time) noexcept { return time ? to_seconds(*time) : 0; }

// The vendor's samples carry a period of a year, and a next rotation so long after creation, even with rotation off
// (section 9).
void write_rotation(JsonWriter& out, const store::Key& key) {
    const store::Rotation& rotation = key.settings.attributes->rotation;
    const std::uint32_t days = rotation.period_days != 0 ? rotation.period_days : service::kUsualRotationDays;
    const TimePoint next = rotation.next ? *rotation.next : key.created + std::chrono::days{days};
    out.boolean("KeyRotationEnabled", rotation.enabled).integer("NextRotateTime", to_seconds(next));
    out.integer("RotateDays", days).integer("LastRotateTime", seconds_or_zero(rotation.last));
}

}  // namespace

void write_key_metadata(Request& request, const store::Key& key) {
    JsonWriter& out = request.out;
    const auto account = static_cast<std::int64_t>(request.space->tenant().facts.account_number);
    write_key_id(out, "KeyId", key.id);
    out.unescaped("Alias", alias_of(key)).integer("CreateTime", to_seconds(key.created));
    out.text("Description", key.settings.description);
    out.unescaped("KeyState", keys::name_of(service::state_of(key, request.services.clock)));
    out.unescaped("KeyUsage", usage_of(key)).integer("Type", region_type(request, key)).integer("CreatorUin", account);
    out.unescaped("Owner", "user").integer("DeletionDate", seconds_or_zero(key.settings.deletion_date));
    write_rotation(out, key);
    out.unescaped("Origin", key.origin == keys::KeyOrigin::external ? "EXTERNAL" : "TENCENT_KMS");
    out.integer("ValidTo", seconds_or_zero(key.settings.attributes->material_expires));
    out.unescaped("ResourceId", "creatorUin/" + std::to_string(account) + "/" + key.id.text())
        .unescaped("HsmClusterId", "");
    write_origin(request);
}

// Fields of an account without copies in other regions and without member accounts (KeyMetadata, DataKeyMetadata).
void write_origin(Request& request) {
    JsonWriter& out = request.out;
    out.integer("IsSyncReplica", 0)
        .unescaped("SourceRegion", "")
        .integer("SyncStatus", 0)
        .unescaped("SyncMessages", "");
    out.integer("SyncStartTime", 0).integer("SyncEndTime", 0).unescaped("SourceHsmClusterId", "");
    out.integer("AccountAppId", 0).integer("AccountUin", 0).unescaped("AccountName", "");
    out.unescaped("CreatorUinString", std::to_string(request.space->tenant().facts.account_number));
}

}  // namespace tandem::api::tencent::v2019
