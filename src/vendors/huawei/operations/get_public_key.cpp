#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/asymmetric.hpp"

#include "handlers.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/key_reference.hpp"

namespace tandem::api::huawei {

namespace {

// PEM of a SubjectPublicKeyInfo with the vendor's line ends (section 6.8).
std::string to_pem(ByteView der) {
    constexpr std::size_t kLineCharacters = 64;
    const std::string text = base64_encode(der);
    std::string pem = "-----BEGIN PUBLIC KEY-----\r\n";
    for (std::size_t at = 0; at < text.size(); at += kLineCharacters)
        pem.append(text, at, kLineCharacters).append("\r\n");
    return pem.append("-----END PUBLIC KEY-----\r\n");
}

}  // namespace

Result<void> get_public_key(OperationCall& call) {
    TANDEM_TRY(const service::KeyRef reference, read_key_reference(call, call.fields.text("key_id")));
    TANDEM_TRY(const store::Key* key, find_referenced_key(call, reference));
    TANDEM_TRY(const service::PublicKeyOutput found, service::get_public_key(call.service, *key, true));
    JsonWriter json{call.exchange.reply.body};
    json.begin_object();
    write_key_id(json, key->id);
    json.text("public_key", to_pem(found.der)).end_object();
    return {};
}

}  // namespace tandem::api::huawei
