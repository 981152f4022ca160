#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/list_keys.hpp"

#include "handlers.hpp"

namespace tandem::api::huawei {

namespace {

// Keys in every state count.
Result<std::int64_t> key_count(const OperationCall& call) {
    TANDEM_TRY(const service::ListKeysOutput keys, service::list_keys(call.service, {.offset = 0, .limit = 0}));
    return static_cast<std::int64_t>(keys.total);
}

void write_quota(JsonWriter& json, std::string_view type, std::int64_t used, std::int64_t quota) {
    json.begin_object().plain("type", type).integer("used", used).integer("quota", quota).end_object();
}

}  // namespace

Result<void> show_user_instances(OperationCall& call) {
    TANDEM_TRY(const std::int64_t keys, key_count(call));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().integer("instance_num", keys).end_object();
    return {};
}

Result<void> show_user_quotas(OperationCall& call) {
    TANDEM_TRY(const std::int64_t keys, key_count(call));
    const auto quota = static_cast<std::int64_t>(call.service.services.limits.max_keys_per_tenant);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("quotas").begin_array("resources");
    write_quota(json, "CMK", keys, quota);
    write_quota(json, "grant_per_CMK",
                static_cast<std::int64_t>(store::Objects<store::Grant>{call.service.tenant}.size()),
                static_cast<std::int64_t>(call.service.services.limits.max_grants_per_key));
    json.end_array().end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei
