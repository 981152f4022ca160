#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/key_reference.hpp"
#include "huawei/wire/key_specs.hpp"
#include "huawei/wire/keystore_id.hpp"

namespace tandem::api::huawei {

namespace {

// The first of section 5.2's table.
keys::KeyUsage usual_usage(keys::KeySpec spec) noexcept {
    if (keys::is_mac(spec)) return keys::KeyUsage::generate_verify_mac;
    return keys::is_symmetric_cipher(spec) ? keys::KeyUsage::encrypt_decrypt : keys::KeyUsage::sign_verify;
}

Result<keys::KeyUsage> read_usage(const Fields& fields, keys::KeySpec spec) {
    if (!fields.has("key_usage")) return usual_usage(spec);
    const keys::KeyUsage usage = value_of(kKeyUsages, fields.text("key_usage"));
    if (!keys::usage_fits(spec, usage)) return fail(ErrorCode::key_usage_invalid, "key_usage");
    return usage;
}

}  // namespace

Result<void> create_key(OperationCall& call) {
    const Fields& fields = call.fields;
    service::CreateKeyInput input;
    input.alias = given_alias(fields.text("key_alias"));
    input.spec = value_of(kKeySpecs, fields.text("key_spec"));
    TANDEM_TRY(input.usage, read_usage(fields, input.spec));
    input.origin = value_of(kOrigins, fields.text("origin"));
    TANDEM_TRY(input.keystore, read_keystore_id(fields.text("keystore_id")));
    input.description = fields.text("key_description");

    TANDEM_TRY(const store::Key* key, service::create_key(call.service, input));
    note_key(call.exchange, key->id);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key->id);
    json.plain("domain_id", call.caller.tenant->facts.domain_id).text("region_id", call.caller.region);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::api::huawei
