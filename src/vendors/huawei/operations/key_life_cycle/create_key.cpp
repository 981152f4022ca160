// CreateKey (section 7, Key life cycle).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_lifecycle.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_specs.hpp"
#include "huawei/wire/keystore_id.hpp"

namespace tandem::api::huawei::create_key {

namespace {

constexpr auto kSpecNames = names_of(kKeySpecs);
constexpr FieldLimit kSpec{.breach = ErrorCode::key_spec_invalid, .choices = kSpecNames};
constexpr auto kUsageNames = names_of(kKeyUsages);
constexpr FieldLimit kUsage{.breach = ErrorCode::key_usage_invalid, .choices = kUsageNames};
constexpr auto kOriginNames = names_of(kOrigins);
constexpr FieldLimit kOrigin{.breach = ErrorCode::key_origin_invalid, .choices = kOriginNames};
constexpr FieldRule kFields[] = {
    {"key_alias", FieldType::text, true, &rules::kAliasName},
    {"key_spec", FieldType::text, false, &kSpec},
    {"key_usage", FieldType::text, false, &kUsage},
    {"key_description", FieldType::text, false, &rules::kDescription},
    {"origin", FieldType::text, false, &kOrigin},
    {"keystore_id", FieldType::text},
    rules::kEnterpriseProject,
};

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

Result<service::CreateKeyInput> read(Request& request) {
    const Fields& fields = request.fields;
    service::CreateKeyInput input;
    input.alias = given_alias(fields.text("key_alias"));
    input.spec = value_of(kKeySpecs, fields.text("key_spec"));
    TANDEM_TRY(input.usage, read_usage(fields, input.spec));
    input.origin = value_of(kOrigins, fields.text("origin"));
    TANDEM_TRY(input.keystore, read_keystore_id(fields.text("keystore_id")));
    input.description = fields.text("key_description");
    return input;
}

// Asymmetric keys are made as pairs.
Place place(const Request&, const service::CreateKeyInput& input) {
    const bool makes_pair = keys::is_asymmetric(input.spec) && input.origin != keys::KeyOrigin::external;
    if (!makes_pair) return Place::worker;
    return keys::is_rsa(input.spec) ? Place::generator : Place::calculator;
}

Result<void> run(Request& request, const service::CreateKeyInput& input) {
    TANDEM_TRY(const store::Key* key, service::create_key(request.call(), input));
    request.note_key(key->id);
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("key_info");
    write_key_id(json, key->id);
    json.unescaped("domain_id", request.caller.tenant->facts.domain_id).text("region_id", request.caller.region);
    json.end_object().end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateKey",
    .details = post("/v1.0/{project_id}/kms/create-key"),
    .fields = kFields,
    .place = Place::worker,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::create_key
