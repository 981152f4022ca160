#include "tandem/api/json_writer.hpp"

#include "data_cipher.hpp"
#include "data_key.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"

namespace tandem::api::huawei {

Result<void> decrypt_datakey(OperationCall& call) {
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const ByteView blob, read_data_key_blob(call));
    TANDEM_TRY(const CipherAnswer opened, open_envelope(call, call.fields.text("key_id"), blob,
                                                        {.context = context, .any_data_key_purpose = true}));
    const ByteView data_key = opened.bytes;
    TANDEM_CHECK(check_stated_length(call.fields, data_key.size()));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_upper_hex(json, "data_key", data_key);
    json.plain("datakey_length", std::to_string(data_key.size()));
    write_upper_hex(json, "datakey_dgst", data_key_digest(*opened.key, data_key));
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
