// ListAccessPoint (section 7, Confidential computing).

#include "huawei/confidential_computing/access_points.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/keyspace_paging.hpp"
#include "huawei/wire/timestamps.hpp"
#include "keyspace_fields.hpp"

namespace tandem::api::huawei::list_access_point {

namespace {

// The documents do not tell the numbers of their states, for which those of keys stand.
constexpr std::int64_t kEnabled = 2;
constexpr std::int64_t kDisabled = 3;

Result<confidential_computing::KeyspaceRange> read(Request& request) { return read_keyspace_range(request.fields); }

void write_access_point(JsonWriter& json, const AccessPoint& point) {
    json.unescaped("access_point_id", point.id.text())
        .text("keyspace_id", point.keyspace)
        .text("access_point_name", point.name)
        .integer("state", point.state == keys::KeyState::enabled ? kEnabled : kDisabled)
        .integer("type", point.type)
        .unescaped("created_by", point.author)
        .unescaped("create_time", iso_seconds(point.created))
        .unescaped("lsat_modify_time", iso_seconds(point.changed));  // misspelled on the wire
}

Result<void> run(Request& request, const confidential_computing::KeyspaceRange& range) {
    TANDEM_TRY(const auto found, confidential_computing::list_access_points(request.call(), range));
    JsonWriter json{request.exchange.reply.body};
    write_keyspace_page(json, found, "access_points",
                        [&](const AccessPoint& point) { write_access_point(json, point); });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ListAccessPoint",
    .details = get("/v1.0/{project_id}/kms/access-points"),
    .fields = kKeyspacePage,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::list_access_point
