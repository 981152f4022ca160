#include "tandem/api/json_writer.hpp"
#include "tandem/crypto/random.hpp"

#include "data_key.hpp"
#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/context.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

struct DataKeySpec {
    std::string_view name;
    std::uint32_t bytes;
};
constexpr DataKeySpec kSpecs[] = {
    {"AES_256", 32},  {"AES_128", 16},  {"SM4", 16},      {"HMAC_256", 32},
    {"HMAC_384", 48}, {"HMAC_512", 64}, {"HMAC_SM3", 32},
};
constexpr std::uint32_t kDefaultBytes = 32;

// datakey_length, in bits, wins over key_spec.
Result<std::uint32_t> read_length(const Fields& fields) {
    if (const auto bits = fields.integer("datakey_length")) return static_cast<std::uint32_t>(*bits / 8);
    if (!fields.has("key_spec")) return kDefaultBytes;
    for (const DataKeySpec& spec : kSpecs) {
        if (spec.name == fields.text("key_spec")) return spec.bytes;
    }
    return fail(ErrorCode::data_key_spec_invalid, "key_spec");
}

enum class Plaintext : bool { left_out, given };

Result<void> create_data_key(OperationCall& call, Plaintext plaintext) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const std::uint32_t length, read_length(call.fields));
    TANDEM_TRY(const ByteView context, read_context(call));
    const SecretBytes data_key = crypto::random_secret(length);
    TANDEM_CHECK(service::check_plaintext(data_key.expose_secret()));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_TRY(const SealedDataKey sealed,
               seal_data_key(call, *key, data_key.expose_secret(), context, keys::Operation::generate_data_key));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, sealed.key->id);
    if (plaintext == Plaintext::given) write_upper_hex(json, "plain_text", data_key.expose_secret());
    write_upper_hex(json, "cipher_text", sealed.blob);
    json.end_object();
    return {};
}

}  // namespace

Result<void> create_datakey(OperationCall& call) { return create_data_key(call, Plaintext::given); }

Result<void> create_datakey_without_plaintext(OperationCall& call) {
    return create_data_key(call, Plaintext::left_out);
}

}  // namespace tandem::api::huawei
