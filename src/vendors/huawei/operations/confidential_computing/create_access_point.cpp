// CreateAccessPoint (section 7, Confidential computing).

#include "tandem/api/json_writer.hpp"

#include "huawei/confidential_computing/access_points.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/request.hpp"
#include "keyspace_fields.hpp"

namespace tandem::api::huawei::create_access_point {

namespace {

constexpr FieldLimit kType{
    .form = "1 (ECS), 2 (CCE), 3 (custom)", .breach = ErrorCode::parameter_invalid, .least = 1, .most = 3};
constexpr FieldRule kFields[] = {
    kKeyspace,
    {"access_point_name", FieldType::text, true, &rules::kRecordName},
    {"type", FieldType::integer, true, &kType},
    {"identity", FieldType::text, false, &rules::kRecordText},
    {"cluster_id", FieldType::text, false, &rules::kShortText},
    kRecordDescription,
};

AccessPoint new_access_point(const Request& request) {
    const Fields& fields = request.fields;
    AccessPoint point;
    point.name = fields.text("access_point_name");
    point.keyspace = fields.text("keyspace_id");
    point.type = static_cast<std::uint8_t>(*fields.integer("type"));
    point.identity = fields.text("identity");
    point.cluster = fields.text("cluster_id");
    point.description = fields.text("description");
    point.author = CallerIds{request.caller}.user;
    return point;
}

Result<void> run(Request& request) {
    TANDEM_TRY(const AccessPoint* made,
               confidential_computing::create_access_point(request.call(), new_access_point(request)));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().unescaped("access_point_id", made->id.text()).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateAccessPoint",
    .details = post("/v1.0/{project_id}/kms/access-points"),
    .fields = kFields,
    .remark = "a record; its state is 2 or 3 as those of keys, since no document tells its numbers",
    .place = Place::calculator,  // an EC key is made
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::create_access_point
