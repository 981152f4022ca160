#include "tandem/service/actions/access_points.hpp"

#include "tandem/crypto/random.hpp"

#include "change_object.hpp"
#include "key_pair.hpp"
#include "keyspace_list.hpp"

namespace tandem::service {

namespace {

using keys::KeyState;

Result<const AccessPoint*> move_access_point_to(const Call& call, const ObjectId& id, KeyState state) {
    return change_object<AccessPoint>(call, id, [&](AccessPoint& point) -> Result<Edit> {
        if (point.state == state) return Edit::none;
        point.state = state;
        point.changed = call.services.clock.now();
        return Edit::commit;
    });
}

}  // namespace

Result<const AccessPoint*> create_access_point(const Call& call, AccessPoint point) {
    TANDEM_TRY(const crypto::PrivateKey key, make_key_pair(call, crypto::AsymmetricAlgorithm::ec_p256));
    point.id = crypto::random_uuid<ObjectId>();
    point.created = call.services.clock.now();
    point.changed = point.created;
    return add_object(call, std::move(point), key.to_der());
}

Result<const AccessPoint*> find_access_point(const Call& call, const ObjectId& id) {
    return find_object<AccessPoint>(call, id);
}

Result<KeyspacePage<AccessPoint>> list_access_points(const Call& call, const KeyspaceRange& range) {
    return list_of_keyspace<AccessPoint>(call, range);
}

Result<SecretBytes> private_key_of(const Call& call, const AccessPoint& point) {
    return store::Objects<AccessPoint>{call.tenant}.open_secret(point);
}

Result<const AccessPoint*> enable_access_point(const Call& call, const ObjectId& id) {
    return move_access_point_to(call, id, KeyState::enabled);
}

Result<const AccessPoint*> disable_access_point(const Call& call, const ObjectId& id) {
    return move_access_point_to(call, id, KeyState::disabled);
}

Result<void> delete_access_point(const Call& call, const ObjectId& id) {
    return remove_object<AccessPoint>(call, id, [](const AccessPoint&) -> Result<void> { return {}; });
}

}  // namespace tandem::service
