// CreateRsaDatakeyPair (sections 6.10 and 7, Data keys and random).

#include "data_key.hpp"
#include "data_key_pair.hpp"
#include "huawei/request.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/field_rules.hpp"

namespace tandem::api::huawei::create_rsa_datakey_pair {

namespace {

constexpr auto kSpecNames = names_of(kRsaPairs);
constexpr FieldLimit kSpec{.breach = ErrorCode::parameter_invalid, .choices = kSpecNames};
constexpr FieldRule kFields[] = {
    rules::kAnyKey,
    {"key_spec", FieldType::text, true, &kSpec},
    {"with_plain_text", FieldType::boolean},
    rules::kAdditional,
    rules::kEncryptionContext,
};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "create-rsa-datakey-pair"}};

Result<NewDataKeyPair> read(Request& request) {
    return read_data_key_pair(request, kKeys[0], value_of(kRsaPairs, request.fields.text("key_spec")));
}

Result<void> run(Request& request, const NewDataKeyPair& wanted) { return create_data_key_pair(request, wanted); }

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateRsaDatakeyPair",
    .details = post("/v1.0/{project_id}/kms/create-rsa-datakey-pair"),
    .fields = kFields,
    .keys = kKeys,
    .errors = kDataKeyErrors,
    .place = Place::generator,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_rsa_datakey_pair
