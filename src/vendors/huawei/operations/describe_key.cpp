#include "tandem/api/json_writer.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

Result<void> describe_key(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_details(json, call, *key);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei
