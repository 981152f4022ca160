#include "access_points.hpp"

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/change_object.hpp"

namespace tandem::service {

template <>
struct ObjectErrors<api::huawei::AccessPoint> {
    static constexpr ErrorCode kAbsent = ErrorCode::access_point_not_found;
    static constexpr ErrorCode kDuplicate = ErrorCode::parameter_invalid;
};

}  // namespace tandem::service

namespace tandem::api::huawei::confidential_computing {

namespace {

using keys::KeyState;

Result<const AccessPoint*> move_access_point_to(const service::Call& call, const store::ObjectId& id, KeyState state) {
    return service::change_object<AccessPoint>(call, id, [&](AccessPoint& point) -> Result<service::Edit> {
        if (point.state == state) return service::Edit::none;
        point.state = state;
        point.changed = call.services.clock.now();
        return service::Edit::commit;
    });
}

}  // namespace

Result<const AccessPoint*> create_access_point(const service::Call& call, AccessPoint point) {
    TANDEM_TRY(const crypto::PrivateKey key,
               crypto::PrivateKey::generate(crypto::AsymmetricAlgorithm::ec_p256, call.stop));
    point.id = crypto::random_uuid<store::ObjectId>();
    point.created = call.services.clock.now();
    point.changed = point.created;
    return service::add_object(call, std::move(point), key.to_der());
}

Result<const AccessPoint*> find_access_point(const service::Call& call, const store::ObjectId& id) {
    return service::find_object<AccessPoint>(call, id);
}

Result<KeyspacePage<AccessPoint>> list_access_points(const service::Call& call, const KeyspaceRange& range) {
    return list_of_keyspace<AccessPoint>(call, range);
}

Result<SecretBytes> private_key_of(const service::Call& call, const AccessPoint& point) {
    return store::Objects<AccessPoint>{call.space}.open_secret(point);
}

Result<const AccessPoint*> enable_access_point(const service::Call& call, const store::ObjectId& id) {
    return move_access_point_to(call, id, KeyState::enabled);
}

Result<const AccessPoint*> disable_access_point(const service::Call& call, const store::ObjectId& id) {
    return move_access_point_to(call, id, KeyState::disabled);
}

Result<void> delete_access_point(const service::Call& call, const store::ObjectId& id) {
    return service::remove_object<AccessPoint>(call, id, [](const AccessPoint&) -> Result<void> { return {}; });
}

}  // namespace tandem::api::huawei::confidential_computing
