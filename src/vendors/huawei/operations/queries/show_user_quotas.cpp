// ShowUserQuotas (section 7, Queries).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "key_count.hpp"

namespace tandem::api::huawei::show_user_quotas {

namespace {

void write_quota(JsonWriter& json, std::string_view type, std::int64_t used, std::size_t quota) {
    json.begin_object().unescaped("type", type).integer("used", used);
    json.integer("quota", static_cast<std::int64_t>(quota)).end_object();
}

Result<void> run(Request& request, KeyCount& count) {
    const service::Limits& limits = request.services.limits;
    const auto grants = static_cast<std::int64_t>(store::Objects<store::Grant>{*request.space}.size());
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("quotas").begin_array("resources");
    write_quota(json, "CMK", count_keys(request, count), limits.max_keys_per_tenant);
    write_quota(json, "grant_per_CMK", grants, limits.max_grants_per_key);
    json.end_array().end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowUserQuotas",
    .details = get("/v1.0/{project_id}/kms/user-quotas"),
    .steps = steps<begin_counting, run, place_to_count>(),
};

}  // namespace tandem::api::huawei::show_user_quotas
