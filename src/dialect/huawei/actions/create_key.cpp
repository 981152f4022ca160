#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "../../json_writer.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "../key_specs.hpp"
#include "../keystore_id.hpp"
#include "handlers.hpp"

namespace tandem::dialect::huawei {

namespace {

constexpr std::size_t kMaxDescriptionCharacters = 255;

Result<keys::KeySpec> read_spec(const Fields& fields) {
    if (!fields.has("key_spec")) return keys::KeySpec::aes_256;
    const auto spec = read_key_spec(fields.text("key_spec"));
    if (!spec) return fail(ErrorCode::key_spec_invalid, "key_spec");
    return *spec;
}

// The first of section 5.2's table.
keys::KeyUsage usual_usage(keys::KeySpec spec) noexcept {
    if (keys::is_mac(spec)) return keys::KeyUsage::generate_verify_mac;
    return keys::is_symmetric_cipher(spec) ? keys::KeyUsage::encrypt_decrypt : keys::KeyUsage::sign_verify;
}

Result<keys::KeyUsage> read_usage(const Fields& fields, keys::KeySpec spec) {
    if (!fields.has("key_usage")) return usual_usage(spec);
    const auto usage = keys::key_usage_from(fields.text("key_usage"));
    if (!usage || !keys::usage_fits(spec, *usage)) return fail(ErrorCode::key_usage_invalid, "key_usage");
    return *usage;
}

Result<keys::KeyOrigin> read_origin(const Fields& fields) {
    const std::string_view origin = fields.text("origin");
    if (origin.empty() || origin == "kms") return keys::KeyOrigin::generated;
    if (origin == "external") return keys::KeyOrigin::external;
    return fail(ErrorCode::key_origin_invalid, "origin");
}

}  // namespace

Result<void> create_key(OperationCall& call) {
    const Fields& fields = call.fields;
    service::CreateKeyInput input;
    TANDEM_TRY(input.alias, read_alias_name(fields.text("key_alias")));
    TANDEM_TRY(input.spec, read_spec(fields));
    TANDEM_TRY(input.usage, read_usage(fields, input.spec));
    TANDEM_TRY(input.origin, read_origin(fields));
    TANDEM_TRY(input.keystore, read_keystore_id(fields.text("keystore_id")));
    input.description = fields.text("key_description");
    if (code_points(input.description) > kMaxDescriptionCharacters) {
        return fail(ErrorCode::description_too_long, "key_description");
    }

    TANDEM_TRY(const store::Key* key, service::create_key(call.service, input));
    note_key(call.exchange, key->id);
    JsonWriter json{call.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key->id);
    json.plain("domain_id", call.caller.tenant->facts.domain_id).text("region_id", call.caller.region);
    json.end_object().end_object();
    return {};
}

}  // namespace tandem::dialect::huawei
