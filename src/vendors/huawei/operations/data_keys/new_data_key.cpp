#include "new_data_key.hpp"

#include "tandem/api/json_writer.hpp"
#include "tandem/crypto/random.hpp"

#include "data_key.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

struct DataKeySpec {
    std::string_view name;
    std::uint32_t bytes;
};
constexpr DataKeySpec kDataKeySpecs[] = {
    {"AES_256", 32},  {"AES_128", 16},  {"SM4", 16},      {"HMAC_256", 32},
    {"HMAC_384", 48}, {"HMAC_512", 64}, {"HMAC_SM3", 32},
};
constexpr std::uint32_t kUsualDataKeyBytes = 32;

// datakey_length, in bits, wins over key_spec.
Result<std::uint32_t> read_data_key_length(const Fields& fields) {
    if (const auto bits = fields.integer("datakey_length")) return static_cast<std::uint32_t>(*bits / 8);
    if (!fields.has("key_spec")) return kUsualDataKeyBytes;
    for (const DataKeySpec& spec : kDataKeySpecs)
        if (spec.name == fields.text("key_spec")) return spec.bytes;
    return fail(ErrorCode::data_key_spec_invalid, "key_spec");
}

}  // namespace

Result<NewDataKey> read_new_data_key(Request& request, const DeclaredKey& declared) {
    TANDEM_CHECK(name_key(request, declared, request.fields.text("key_id")));
    NewDataKey wanted{};
    TANDEM_TRY(wanted.bytes, read_data_key_length(request.fields));
    TANDEM_TRY(wanted.context, read_context(request));
    return wanted;
}

Result<void> create_data_key(Request& request, const NewDataKey& wanted, Plaintext plaintext) {
    const SecretBytes data_key = crypto::random_secret(wanted.bytes);
    TANDEM_TRY(const ByteView sealed, seal_data_key(request, request.found(), data_key.expose_secret(), wanted.context,
                                                    keys::Operation::generate_data_key));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    if (plaintext == Plaintext::given) write_upper_hex(json, "plain_text", data_key.expose_secret());
    write_upper_hex(json, "cipher_text", sealed);
    json.end_object();
    return {};
}

}  // namespace tandem::api::huawei
