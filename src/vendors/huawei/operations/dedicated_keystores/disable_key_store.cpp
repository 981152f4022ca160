// DisableKeyStore (section 7, Dedicated keystores).

#include "huawei/request.hpp"
#include "keystore.hpp"

namespace tandem::api::huawei::disable_key_store {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const service::DedicatedKeystore* keystore, service::disable_keystore(request.call(), id));
    answer_keystore_state(request, *keystore);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableKeyStore",
    .details = post("/v1.0/{project_id}/keystores/{keystore_id}/disable"),
    .place = Place::worker,
    .steps = steps<read_dedicated_keystore_id, run>(),
};

}  // namespace tandem::api::huawei::disable_key_store
