// create-rsa-datakey-pair and create-ec-datakey-pair (section 6.10): DER in base64, the sealed half as decrypt-data
// opens it.

#include "tandem/service/actions/data_key_pairs.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/messages.hpp"

#include "../../json_writer.hpp"
#include "../context.hpp"
#include "../key_details.hpp"
#include "../key_reference.hpp"
#include "handlers.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tandem::dialect::huawei {

namespace {

using crypto::AsymmetricAlgorithm;

struct PairSpec {
    std::string_view name;
    AsymmetricAlgorithm algorithm;
};
constexpr std::array<PairSpec, 3> kRsaSpecs{{
    {"RSA_2048", AsymmetricAlgorithm::rsa_2048},
    {"RSA_3072", AsymmetricAlgorithm::rsa_3072},
    {"RSA_4096", AsymmetricAlgorithm::rsa_4096},
}};
constexpr std::array<PairSpec, 5> kCurveSpecs{{
    {"ECC_NIST_P256", AsymmetricAlgorithm::ec_p256},
    {"ECC_NIST_P384", AsymmetricAlgorithm::ec_p384},
    {"ECC_NIST_P521", AsymmetricAlgorithm::ec_p521},
    {"ECC_SECG_P256K1", AsymmetricAlgorithm::ec_secp256k1},
    {"SM2", AsymmetricAlgorithm::sm2},
}};

void write_base64(JsonWriter& json, std::string_view name, ByteView bytes) {
    base64_encode_to(json.fill(name, base64_length(bytes.size())), bytes);
}

Result<void> create(OperationCall& call, std::span<const PairSpec> specs) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    const auto spec = std::ranges::find(specs, call.fields.text("key_spec"), &PairSpec::name);
    if (spec == specs.end()) return fail(ErrorCode::parameter_invalid, "key_spec");
    TANDEM_TRY(const ByteView context, read_context(call));
    keys::Envelope envelope;
    const service::DataKeyPairInput input{
        .key = reference, .algorithm = spec->algorithm, .context = context, .shape = keys::Shape::trailed};
    TANDEM_TRY(const service::DataKeyPair pair, service::generate_data_key_pair(call.service, input, envelope));
    note_key(call.exchange, pair.key->id);
    const MutableBytes blob = call.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);

    constexpr std::size_t kOtherMembers = 256;
    const std::size_t bytes = pair.public_key.size() + blob.size() + pair.private_key.size();
    call.exchange.reply.body.reserve(2 * bytes + kOtherMembers);  // growing would leave a copy of the private key
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, pair.key->id);
    json.plain("key_spec", spec->name);
    write_base64(json, "public_key", pair.public_key);
    write_base64(json, "private_key_cipher_text", blob);
    if (call.fields.boolean("with_plain_text").value_or(true))
        write_base64(json, "private_key_plain_text", pair.private_key.expose_secret());
    json.end_object();
    return {};
}

}  // namespace

Result<void> create_rsa_datakey_pair(OperationCall& call) { return create(call, kRsaSpecs); }

Result<void> create_ec_datakey_pair(OperationCall& call) { return create(call, kCurveSpecs); }

}  // namespace tandem::dialect::huawei
