// generate-mac and verify-mac (section 6.7).

#include "tandem/service/actions/macs.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "data_key.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

// What is read before the key is looked up.
struct MacRequest {
    service::KeyRef key;
    crypto::MacAlgorithm algorithm;
    ByteView message;
};

Result<MacRequest> read_mac_request(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    const auto algorithm = value_of(kMacAlgorithms, call.fields.text("mac_algorithm"));
    TANDEM_TRY(const ByteView message, read_base64(call, "message", keys::kMaxPlaintextBytes));
    return MacRequest{.key = reference, .algorithm = algorithm, .message = message};
}

Result<service::MacInput> find_input(const OperationCall& call, const MacRequest& request) {
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, request.key));
    return service::MacInput{.key = *key, .algorithm = request.algorithm, .message = request.message};
}

void write_head(JsonWriter& json, const OperationCall& call, const store::Key& key) {
    json.begin_object();
    write_key_id(json, key.id);
    json.plain("mac_algorithm", call.fields.text("mac_algorithm"));
}

}  // namespace

Result<void> generate_mac(OperationCall& call) {
    TANDEM_TRY(const MacRequest request, read_mac_request(call));
    TANDEM_TRY(const service::MacInput input, find_input(call, request));
    TANDEM_TRY(const service::MacOutput made, service::generate_mac(call.service, input));
    JsonWriter json{call.exchange.reply.body};
    write_head(json, call, *made.key);
    hex_encode_to(json.fill("mac", 2 * made.mac.size), made.mac.view());
    json.end_object();
    return {};
}

Result<void> verify_mac(OperationCall& call) {
    TANDEM_TRY(const MacRequest request, read_mac_request(call));
    const auto mac = read_hex(call.fields.text("mac"), call.arena);
    if (!mac) return fail(ErrorCode::parameter_invalid, "mac");
    TANDEM_TRY(const service::MacInput input, find_input(call, request));
    TANDEM_TRY(const service::MacVerdict verdict, service::verify_mac(call.service, input, *mac));
    JsonWriter json{call.exchange.reply.body};
    write_head(json, call, *verdict.key);
    json.boolean("mac_valid", verdict.valid).end_object();
    return {};
}

}  // namespace tandem::api::huawei
