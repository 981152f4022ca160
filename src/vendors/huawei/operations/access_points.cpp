// Access points (section 7, Confidential computing): records with a private key. The documents do not tell the numbers
// of their states, for which those of keys stand, nor the form of the key: base64 of DER PKCS#8, as of data key pairs.

#include "tandem/service/actions/access_points.hpp"

#include "tandem/base/encoding.hpp"

#include "handlers.hpp"
#include "huawei/granted_access.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/keyspace_paging.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

using store::AccessPoint;

Result<store::ObjectId> read_access_point_id(const OperationCall& call) {
    const auto id = store::ObjectId::parse(call.path_parameter("access_point_id"));
    if (!id) return fail(ErrorCode::access_point_not_found, "access_point_id");
    return *id;
}

void write_access_point(JsonWriter& json, const AccessPoint& point) {
    constexpr std::int64_t kEnabled = 2;
    constexpr std::int64_t kDisabled = 3;
    json.plain("access_point_id", point.id.text())
        .text("keyspace_id", point.keyspace)
        .text("access_point_name", point.name)
        .integer("state", point.state == keys::KeyState::enabled ? kEnabled : kDisabled)
        .integer("type", point.type)
        .plain("created_by", point.author)
        .plain("create_time", iso_seconds(point.created))
        .plain("lsat_modify_time", iso_seconds(point.changed));  // misspelled on the wire
}

using ChangeAccessPoint = Result<const AccessPoint*> (*)(const service::Call&, const store::ObjectId&);
Result<void> change_access_point(OperationCall& call, ChangeAccessPoint change) {
    TANDEM_TRY(const store::ObjectId id, read_access_point_id(call));
    TANDEM_CHECK(change(call.service, id));
    return answer_empty(call);
}

}  // namespace

Result<void> create_access_point(OperationCall& call) {
    const Fields& fields = call.fields;
    AccessPoint point;
    point.name = fields.text("access_point_name");
    point.keyspace = fields.text("keyspace_id");
    point.type = static_cast<std::uint8_t>(*fields.integer("type"));  // 1 to 3 by its rule
    point.identity = fields.text("identity");
    point.cluster = fields.text("cluster_id");
    point.description = fields.text("description");
    point.author = CallerIds{call.caller}.user;
    TANDEM_TRY(const AccessPoint* made, service::create_access_point(call.service, std::move(point)));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("access_point_id", made->id.text()).end_object();
    return {};
}

Result<void> list_access_points(OperationCall& call) {
    TANDEM_TRY(const service::KeyspaceRange range, read_keyspace_range(call.fields));
    TANDEM_TRY(const auto found, service::list_access_points(call.service, range));
    JsonWriter json{call.exchange.reply.body};
    write_keyspace_page(json, found, "access_points",
                        [&](const AccessPoint& point) { write_access_point(json, point); });
    return {};
}

Result<void> enable_access_point(OperationCall& call) {
    return change_access_point(call, service::enable_access_point);
}
Result<void> disable_access_point(OperationCall& call) {
    return change_access_point(call, service::disable_access_point);
}

Result<void> delete_access_point(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_access_point_id(call));
    TANDEM_CHECK(service::delete_access_point(call.service, id));
    return answer_empty(call);
}

Result<void> get_access_point_key(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_access_point_id(call));
    TANDEM_TRY(const AccessPoint* point, service::find_access_point(call.service, id));
    TANDEM_TRY(const SecretBytes key, service::private_key_of(call.service, *point));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().plain("access_point_id", id.text());
    base64_encode_to(json.fill("private_key", base64_length(key.size())), key.expose_secret());
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
