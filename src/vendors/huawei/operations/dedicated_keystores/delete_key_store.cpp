// DeleteKeyStore (section 7, Dedicated keystores).

#include "huawei/request.hpp"
#include "keystore.hpp"

namespace tandem::api::huawei::delete_key_store {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) { return service::delete_keystore(request.call(), id); }

}  // namespace

extern constexpr Operation kOperation{
    .name = "DeleteKeyStore",
    .details = remove("/v1.0/{project_id}/keystores/{keystore_id}", 204),
    .remark = "one with keys is KMS.0308",
    .place = Place::worker,
    .steps = steps<read_dedicated_keystore_id, run>(),
};

}  // namespace tandem::api::huawei::delete_key_store
