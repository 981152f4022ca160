#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

Result<void> describe_key(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const store::Key* key, service::find_key(call.service, reference));
    note_key(call.exchange, key->id);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_details(json, call, *key);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::dialect::huawei
