// create-rsa-datakey-pair and create-ec-datakey-pair (section 6.10): DER in base64, the sealed half as decrypt-data
// opens it.

#include "tandem/service/actions/data_key_pairs.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/messages.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/choices.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

void write_base64(JsonWriter& json, std::string_view name, ByteView bytes) {
    base64_encode_to(json.fill(name, base64_length(bytes.size())), bytes);
}

Result<void> create_pair(OperationCall& call, crypto::AsymmetricAlgorithm algorithm) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const ByteView context, read_context(call));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    keys::Envelope envelope;
    const service::DataKeyPairInput input{
        .key = *key, .algorithm = algorithm, .context = context, .shape = keys::Shape::trailed};
    TANDEM_TRY(const service::DataKeyPair pair, service::generate_data_key_pair(call.service, input, envelope));
    const MutableBytes blob = call.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);

    constexpr std::size_t kOtherMembers = 256;
    const std::size_t bytes = pair.public_key.size() + blob.size() + pair.private_key.size();
    call.exchange.reply.body.reserve(2 * bytes + kOtherMembers);  // growing would leave a copy of the private key
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.plain("key_spec", call.fields.text("key_spec"));
    write_base64(json, "public_key", pair.public_key);
    write_base64(json, "private_key_cipher_text", blob);
    if (call.fields.boolean("with_plain_text").value_or(true))
        write_base64(json, "private_key_plain_text", pair.private_key.expose_secret());
    json.end_object();
    return {};
}

}  // namespace

Result<void> create_rsa_datakey_pair(OperationCall& call) {
    return create_pair(call, value_of(kRsaPairs, call.fields.text("key_spec")));
}

Result<void> create_ec_datakey_pair(OperationCall& call) {
    return create_pair(call, value_of(kCurvePairs, call.fields.text("key_spec")));
}

}  // namespace tandem::api::huawei
