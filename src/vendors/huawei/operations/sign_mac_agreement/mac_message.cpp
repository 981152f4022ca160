#include "mac_message.hpp"

#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

Result<ByteView> read_mac_message(Request& request, const DeclaredKey& declared) {
    TANDEM_CHECK(name_key(request, declared, request.fields.text("key_id")));
    return read_base64(request, "message", keys::kMaxPlaintextBytes);
}

service::MacInput mac_input(const Request& request, ByteView message) {
    return {.key = request.key(),
            .algorithm = value_of(kMacAlgorithms, request.fields.text("mac_algorithm")),
            .message = message};
}

void write_mac_head(JsonWriter& json, const Request& request) {
    write_key_id(json, request.key().id);
    json.unescaped("mac_algorithm", request.fields.text("mac_algorithm"));
}

}  // namespace tandem::api::huawei
