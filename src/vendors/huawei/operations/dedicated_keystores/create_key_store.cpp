// CreateKeyStore (section 7, Dedicated keystores).

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/keystores.hpp"

#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/field_patterns.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/keystore_id.hpp"
#include "huawei/wire/record_limits.hpp"

#include <string>

namespace tandem::api::huawei::create_key_store {

namespace {

constexpr FieldLimit kName{.form = "1 to 255 of letters, digits and : / _ -",
                           .breach = ErrorCode::parameter_invalid,
                           .pattern = is_grant_name};
constexpr FieldLimit kType{.breach = ErrorCode::parameter_invalid, .choices = kKeystoreTypes};
constexpr FieldRule kFields[] = {
    {"keystore_alias", FieldType::text, true, &kName},
    {"keystore_type", FieldType::text, false, &kType},
    {"hsm_cluster_id", FieldType::text, false, &rules::kShortText},
    {"cluster_id", FieldType::text, false, &rules::kShortText},
    {"hsm_ca_cert", FieldType::text, false, nullptr, nullptr, "a record: no cluster is asked"},
};

Result<void> run(Request& request) {
    const Fields& fields = request.fields;
    service::KeystoreFacts facts{.name = std::string{fields.text("keystore_alias")},
                                 .cluster = std::string{fields.text("cluster_id")},
                                 .hsm_cluster = std::string{fields.text("hsm_cluster_id")}};
    facts.type = fields.has("keystore_type") ? fields.text("keystore_type") : kKeystoreTypes.front();
    TANDEM_TRY(const service::DedicatedKeystore* keystore, service::create_keystore(request.call(), std::move(facts)));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object().begin_object("keystore");
    json.unescaped("keystore_id", keystore_id_text(keystore->id))
        .unescaped("domain_id", request.space->tenant().facts.domain_id)
        .end_object()
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateKeyStore",
    .details = post("/v1.0/{project_id}/keystores"),
    .fields = kFields,
    .remark =
        "a record, for which no cluster is needed; a name that is taken is KMS.0318, a key of a disabled one KMS.0317",
    .place = Place::worker,
    .steps = steps(run),
};

}  // namespace tandem::api::huawei::create_key_store
