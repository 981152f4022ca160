#include "tandem/service/actions/data_keys.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_usages.hpp"
#include "tencent/v2019/wire/regions.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

constexpr std::int64_t kNormal = 1;     // GetServiceStatus.InvalidType
constexpr std::int64_t kBasicUser = 0;  // GetServiceStatus.UserLevel
constexpr std::int64_t kQps = 300;      // of Encrypt and Decrypt, which the edition counts

void write_group(ActionCall& action, std::string_view name, UsageGroup group) {
    JsonWriter& out = action.out;
    const RegionKind region = region_kind(action);
    out.begin_array(name);
    for (const UsageRow& row : usages()) {
        if (row.group != group || !is_offered(row, region)) continue;
        out.begin_object().plain("KeyUsage", row.name).plain("Algorithm", row.algorithm).end_object();
    }
    out.end_array();
}

}  // namespace

Result<void> list_algorithms(ActionCall& action) {
    write_group(action, "SymmetricAlgorithms", UsageGroup::symmetric);
    write_group(action, "AsymmetricAlgorithms", UsageGroup::asymmetric_cipher);
    write_group(action, "AsymmetricSignVerifyAlgorithms", UsageGroup::sign_verify);
    return {};
}

Result<void> get_service_status(ActionCall& action) {
    const service::Call& call = action.call;
    JsonWriter& out = action.out;
    out.boolean("ServiceEnabled", true).integer("InvalidType", kNormal).integer("UserLevel", kBasicUser);
    out.integer("ProExpireTime", 0).integer("ProRenewFlag", 0).plain("ProResourceId", "");
    out.boolean("ExclusiveVSMEnabled", false).boolean("ExclusiveHSMEnabled", false).plain("SubscriptionInfo", "");
    out.integer("CmkUserCount", static_cast<std::int64_t>(call.services.store.key_count(call.tenant)));
    out.integer("CmkLimit", static_cast<std::int64_t>(call.services.limits.max_keys_per_tenant));
    out.begin_array("ExclusiveHSMList").end_array().boolean("IsAllowedDataKeyHosted", true);
    out.integer("DataKeyLimit", static_cast<std::int64_t>(call.services.limits.max_data_keys_per_tenant));
    out.integer("FreeDataKeyLimit", 0);
    out.integer("DataKeyUsedCount", static_cast<std::int64_t>(service::data_keys_in_use(call)));
    out.begin_array("SyncTaskList").end_array().boolean("IsAllowedSync", false);
    out.integer("QpsLimit", kQps).integer("QpsTotalLimit", kQps).begin_array("RegionsQps").end_array();
    out.integer("ResourceZone", 0).integer("ResourceRegion", 0);  // of a paid edition
    out.integer("MultiAccountLimit", 0).integer("MultiAccountUsedCount", 0);
    return {};
}

Result<void> get_regions(ActionCall& action) {
    action.out.begin_array("Regions").text_element(action.settings.default_region);
    for (const TencentRegion& region : action.settings.tencent_regions)
        if (region.id != action.settings.default_region) action.out.text_element(region.id);
    action.out.end_array();
    return {};
}

}  // namespace tandem::api::tencent::v2019
