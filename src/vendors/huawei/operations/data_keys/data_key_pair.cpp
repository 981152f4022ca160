#include "data_key_pair.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/data_key_pairs.hpp"
#include "tandem/service/actions/messages.hpp"

#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

void write_pair(const Request& request, const service::DataKeyPair& pair, ByteView sealed) {
    constexpr std::size_t kOtherMembers = 256;
    std::string& body = request.exchange.reply.body;
    const std::size_t bytes = pair.public_key.size() + sealed.size() + pair.private_key.size();
    body.reserve(2 * bytes + kOtherMembers);  // growing would leave a copy of the private key
    JsonWriter json{body};
    json.begin_object();
    write_key_id(json, pair.key->id);
    json.unescaped("key_spec", request.fields.text("key_spec"));
    write_base64(json, "public_key", pair.public_key);
    write_base64(json, "private_key_cipher_text", sealed);
    if (request.fields.boolean("with_plain_text").value_or(true))
        write_base64(json, "private_key_plain_text", pair.private_key.expose_secret());
    json.end_object();
}

}  // namespace

Result<NewDataKeyPair> read_data_key_pair(Request& request, const DeclaredKey& declared,
                                          crypto::AsymmetricAlgorithm algorithm) {
    TANDEM_CHECK(name_key(request, declared, request.fields.text("key_id")));
    TANDEM_TRY(const ByteView context, read_context(request));
    return NewDataKeyPair{algorithm, context};
}

Result<void> create_data_key_pair(Request& request, const NewDataKeyPair& wanted) {
    keys::Envelope envelope;
    const service::DataKeyPairInput input{
        .key = request.key(), .algorithm = wanted.algorithm, .context = wanted.context, .shape = keys::Shape::trailed};
    TANDEM_TRY(const service::DataKeyPair pair, service::generate_data_key_pair(request.call(), input, envelope));
    const MutableBytes sealed = request.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, sealed);
    write_pair(request, pair, sealed);
    return {};
}

}  // namespace tandem::api::huawei
