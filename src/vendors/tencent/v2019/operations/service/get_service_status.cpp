// GetServiceStatus (API 3.0 spec section 8).

#include "tandem/service/actions/data_keys.hpp"

#include "tencent/v2019/operation.hpp"

namespace tandem::api::tencent::v2019::get_service_status {

namespace {

constexpr std::int64_t kNormal = 1;     // InvalidType
constexpr std::int64_t kBasicUser = 0;  // UserLevel
constexpr std::int64_t kQps = 300;      // of Encrypt and Decrypt, which the edition counts

Result<void> run(Request& request) {
    const service::Call call = request.call();
    JsonWriter& out = request.out;
    out.boolean("ServiceEnabled", true).integer("InvalidType", kNormal).integer("UserLevel", kBasicUser);
    out.integer("ProExpireTime", 0).integer("ProRenewFlag", 0).unescaped("ProResourceId", "");
    out.boolean("ExclusiveVSMEnabled", false).boolean("ExclusiveHSMEnabled", false).unescaped("SubscriptionInfo", "");
    out.integer("CmkUserCount", static_cast<std::int64_t>(call.services.store.key_count(call.space)));
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

}  // namespace

extern constexpr Operation kOperation{.name = "GetServiceStatus", .steps = steps(run)};

}  // namespace tandem::api::tencent::v2019::get_service_status
