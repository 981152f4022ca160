#include "keystore.hpp"

#include "huawei/views/key_details.hpp"
#include "huawei/wire/keystore_id.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

Result<store::ObjectId> read_dedicated_keystore_id(Request& request) {
    TANDEM_TRY(const store::ObjectId id, read_keystore_id(request.path_parameter("keystore_id")));
    if (!service::is_dedicated(id)) return fail(ErrorCode::keystore_not_found, "keystore_id");
    return id;
}

void write_keystore(JsonWriter& json, const Request& request, const service::DedicatedKeystore& keystore) {
    json.unescaped("keystore_id", keystore_id_text(keystore.id))
        .unescaped("domain_id", request.space->tenant().facts.domain_id)
        .text("keystore_alias", keystore.name)
        .text("keystore_type", keystore.type)
        .text("hsm_cluster_id", keystore.hsm_cluster)
        .text("cluster_id", keystore.cluster)
        .unescaped("create_time", milliseconds_text(keystore.created));  // a text for strict decoders (section 1)
}

void answer_keystore_state(const Request& request, const service::DedicatedKeystore& keystore) {
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    json.unescaped("keystore_id", keystore_id_text(keystore.id))
        .unescaped("keystore_state", state_digit(keystore.state));
    json.end_object().end_object();
}

}  // namespace tandem::api::huawei
