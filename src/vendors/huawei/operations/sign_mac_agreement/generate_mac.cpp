// GenerateMac (sections 6.7 and 7, Sign, MAC, agreement).

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "mac_message.hpp"

namespace tandem::api::huawei::generate_mac {

namespace {

constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"mac_algorithm", FieldType::text, true, &kMacAlgorithm},
    {"message", FieldType::text, true, &kMacMessage},
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "generate-mac"}};

Result<ByteView> read(Request& request) { return read_mac_message(request, kKeys[0]); }

Result<void> run(Request& request, ByteView message) {
    TANDEM_TRY(const service::MacOutput made, service::generate_mac(request.call(), mac_input(request, message)));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_mac_head(json, request);
    hex_encode_to(json.fill("mac", 2 * made.mac.size), made.mac.view());
    json.end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GenerateMac",
    .details = post("/v1.0/{project_id}/kms/generate-mac"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::generate_mac
