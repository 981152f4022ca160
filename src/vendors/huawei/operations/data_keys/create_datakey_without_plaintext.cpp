// CreateDatakeyWithoutPlaintext (sections 6.4 and 7, Data keys and random).

#include "data_key.hpp"
#include "huawei/request.hpp"
#include "new_data_key.hpp"

namespace tandem::api::huawei::create_datakey_without_plaintext {

namespace {

constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "create-datakey-without-plaintext"}};

Result<NewDataKey> read(Request& request) { return read_new_data_key(request, kKeys[0]); }

Result<void> run(Request& request, const NewDataKey& wanted) {
    return create_data_key(request, wanted, Plaintext::left_out);
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "CreateDatakeyWithoutPlaintext",
    .details = post("/v1.0/{project_id}/kms/create-datakey-without-plaintext"),
    .fields = kNewDataKeyFields,
    .keys = kKeys,
    .errors = kDataKeyErrors,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::create_datakey_without_plaintext
