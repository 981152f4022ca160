// Dedicated keystores (section 7): records of where keys live apart.

#include "tandem/service/actions/keystores.hpp"

#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/keystore_id.hpp"
#include "huawei/wire/paging.hpp"
#include "huawei/wire/timestamps.hpp"

namespace tandem::api::huawei {

namespace {

using service::DedicatedKeystore;

// The default and the shared ones are nobody's to look at or to change.
Result<store::ObjectId> read_dedicated_keystore_id(const OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_keystore_id(call.path_parameter("keystore_id")));
    if (!service::is_dedicated(id)) return fail(ErrorCode::keystore_not_found, "keystore_id");
    return id;
}

void write_keystore(JsonWriter& json, const OperationCall& call, const DedicatedKeystore& keystore) {
    json.plain("keystore_id", keystore_id_text(keystore.id))
        .plain("domain_id", call.service.tenant.facts.domain_id)
        .text("keystore_alias", keystore.name)
        .text("keystore_type", keystore.type)
        .text("hsm_cluster_id", keystore.hsm_cluster)
        .text("cluster_id", keystore.cluster)
        .plain("create_time", milliseconds_text(keystore.created));  // a text for strict decoders (section 1)
}

using ChangeKeystore = Result<const DedicatedKeystore*> (*)(const service::Call&, const store::ObjectId&);
Result<void> change_keystore(OperationCall& call, ChangeKeystore change) {
    TANDEM_TRY(const store::ObjectId id, read_dedicated_keystore_id(call));
    TANDEM_TRY(const DedicatedKeystore* keystore, change(call.service, id));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    json.plain("keystore_id", keystore_id_text(id)).plain("keystore_state", state_digit(keystore->state));
    json.end_object().end_object();
    return {};
}

}  // namespace

Result<void> create_keystore(OperationCall& call) {
    const Fields& fields = call.fields;
    service::KeystoreFacts facts{.name = std::string{fields.text("keystore_alias")},
                                 .cluster = std::string{fields.text("cluster_id")},
                                 .hsm_cluster = std::string{fields.text("hsm_cluster_id")}};
    facts.type = fields.has("keystore_type") ? fields.text("keystore_type") : kKeystoreTypes.front();
    TANDEM_TRY(const DedicatedKeystore* keystore, service::create_keystore(call.service, std::move(facts)));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    json.plain("keystore_id", keystore_id_text(keystore->id))
        .plain("domain_id", call.service.tenant.facts.domain_id)
        .end_object()
        .end_object();
    return {};
}

Result<void> show_keystore(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_dedicated_keystore_id(call));
    TANDEM_TRY(const DedicatedKeystore* keystore, service::find_keystore(call.service, id));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    write_keystore(json, call, *keystore);
    json.end_object().end_object();
    return {};
}

Result<void> list_keystores(OperationCall& call) {
    const Page page = page_of(call.fields, "offset");
    const service::ListKeystoresOutput found = service::list_keystores(call.service, page.offset, page.limit);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().integer("total", static_cast<std::int64_t>(found.total)).begin_array("keystores");
    for (const DedicatedKeystore* keystore : found.page) {
        json.begin_object();
        write_keystore(json, call, *keystore);
        json.end_object();
    }
    json.end_array().end_object();
    return {};
}

Result<void> enable_keystore(OperationCall& call) { return change_keystore(call, service::enable_keystore); }
Result<void> disable_keystore(OperationCall& call) { return change_keystore(call, service::disable_keystore); }

Result<void> delete_keystore(OperationCall& call) {
    TANDEM_TRY(const store::ObjectId id, read_dedicated_keystore_id(call));
    return service::delete_keystore(call.service, id);
}

}  // namespace tandem::api::huawei
