// VerifyMac (sections 6.7 and 7, Sign, MAC, agreement).

#include "tandem/api/json_writer.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/hex_field.hpp"
#include "mac_message.hpp"

namespace tandem::api::huawei::verify_mac {

namespace {

constexpr FieldLimit kMac{.form = "hexadecimal", .breach = ErrorCode::parameter_invalid};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"mac_algorithm", FieldType::text, true, &kMacAlgorithm},
    {"message", FieldType::text, true, &kMacMessage},
    {"mac", FieldType::text, true, &kMac},
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "verify-mac"}};

struct Values {
    ByteView message;
    ByteView mac;
};

Result<Values> read(Request& request) {
    TANDEM_TRY(const ByteView message, read_mac_message(request, kKeys[0]));
    const auto mac = read_hex(request.fields.text("mac"), request.arena);
    if (!mac) return fail(ErrorCode::parameter_invalid, "mac");
    return Values{message, *mac};
}

Result<void> run(Request& request, const Values& values) {
    TANDEM_TRY(const service::MacVerdict verdict,
               service::verify_mac(request.call(), mac_input(request, values.message), values.mac));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_mac_head(json, request);
    json.boolean("mac_valid", verdict.valid).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "VerifyMac",
    .details = post("/v1.0/{project_id}/kms/verify-mac"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::verify_mac
