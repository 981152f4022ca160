// CreateParametersForImport (sections 6.9 and 7, Import).

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/import.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei::create_parameters_for_import {

namespace {

constexpr auto kAlgorithmNames = names_of(kWrappingAlgorithms);
constexpr FieldLimit kAlgorithm{.breach = ErrorCode::algorithm_invalid, .choices = kAlgorithmNames};
constexpr FieldRule kFields[] = {rules::kOwnKey, {"wrapping_algorithm", FieldType::text, true, &kAlgorithm}};
constexpr DeclaredKey kKeys[] = {{.field = "key_id"}};

Result<service::WrappingAlgorithm> read(Request& request) {
    TANDEM_CHECK(name_own_key(request, kKeys[0], request.fields.text("key_id")));
    return value_of(kWrappingAlgorithms, request.fields.text("wrapping_algorithm"));
}

// A key pair is made.
Place place(const Request&, service::WrappingAlgorithm algorithm) {
    return algorithm == service::WrappingAlgorithm::sm2 ? Place::calculator : Place::generator;
}

Result<void> run(Request& request, service::WrappingAlgorithm algorithm) {
    TANDEM_TRY(
        const service::ImportParameters parameters,
        service::get_import_parameters(request.call(), {.key = request.key(),
                                                        .algorithm = algorithm,
                                                        .states = service::ImportStates::pending_import_or_waiting}));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, parameters.key->id);
    json.unescaped("import_token", parameters.token)
        .integer("expiration_time", to_seconds(parameters.expires))
        .unescaped("public_key", base64_encode(parameters.public_key))
        .end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateParametersForImport",
    .details = post("/v1.0/{project_id}/kms/get-parameters-for-import"),
    .fields = kFields,
    .keys = kKeys,
    .place = Place::worker,
    .steps = steps<read, run, place>(),
};

}  // namespace tandem::api::huawei::create_parameters_for_import
