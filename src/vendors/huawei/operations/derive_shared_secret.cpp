#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/key_agreement.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/base64_field.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

constexpr std::size_t kMaxPublicKeyBytes = 1024;  // more than any curve's

}  // namespace

Result<void> derive_shared_secret(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    // The secret would have to be sealed for an attested enclave; in the clear it would be no answer.
    if (call.fields.has("recipient")) return fail(ErrorCode::action_not_emulated, "recipient");
    TANDEM_TRY(const ByteView peer, read_base64(call, "public_key", kMaxPublicKeyBytes));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_TRY(const service::SharedSecretOutput derived,
               service::derive_shared_secret(call.service, {.key = *key, .peer = peer}));
    const ByteView secret = derived.secret.expose_secret();
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.plain("key_agreement_algorithm", call.fields.text("key_agreement_algorithm"));
    base64_encode_to(json.fill("shared_secret", base64_length(secret.size())), secret);
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
