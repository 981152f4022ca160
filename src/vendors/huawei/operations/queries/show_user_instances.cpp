// ShowUserInstances (section 7, Queries).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "key_count.hpp"

namespace tandem::api::huawei::show_user_instances {

namespace {

Result<void> run(Request& request, KeyCount& count) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().integer("instance_num", count_keys(request, count)).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowUserInstances",
    .details = get("/v1.0/{project_id}/kms/user-instances"),
    .steps = steps<begin_counting, run, place_to_count>(),
};

}  // namespace tandem::api::huawei::show_user_instances
