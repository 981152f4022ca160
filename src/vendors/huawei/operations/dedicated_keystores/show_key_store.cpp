// ShowKeyStore (section 7, Dedicated keystores).

#include "huawei/request.hpp"
#include "keystore.hpp"

namespace tandem::api::huawei::show_key_store {

namespace {

Result<void> run(Request& request, const store::ObjectId& id) {
    TANDEM_TRY(const service::DedicatedKeystore* keystore, service::find_keystore(request.call(), id));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    write_keystore(json, request, *keystore);
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowKeyStore",
    .details = get("/v1.0/{project_id}/keystores/{keystore_id}"),
    .steps = steps<read_dedicated_keystore_id, run>(),
};

}  // namespace tandem::api::huawei::show_key_store
