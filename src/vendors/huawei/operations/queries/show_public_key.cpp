// ShowPublicKey (sections 6.8 and 7, Queries).

#include "tandem/api/json_writer.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/actions/asymmetric.hpp"

#include "huawei/request.hpp"
#include "huawei/views/key_details.hpp"
#include "huawei/wire/field_rules.hpp"
#include "huawei/wire/key_reference.hpp"

#include <string>

namespace tandem::api::huawei::show_public_key {

namespace {

constexpr FieldRule kFields[] = {rules::kAnyKey};
constexpr DeclaredKey kKeys[] = {{.field = "key_id", .grant = "get-publickey"}};

// PEM of a SubjectPublicKeyInfo with the vendor's line ends (section 6.8).
std::string to_pem(ByteView der) {
    constexpr std::size_t kLineCharacters = 64;
    const std::string text = base64_encode(der);
    std::string pem = "-----BEGIN PUBLIC KEY-----\r\n";
    for (std::size_t at = 0; at < text.size(); at += kLineCharacters)
        pem.append(text, at, kLineCharacters).append("\r\n");
    return pem.append("-----END PUBLIC KEY-----\r\n");
}

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("key_id")); }

Result<void> run(Request& request) {
    TANDEM_TRY(const service::PublicKeyOutput found, service::get_public_key(request.call(), request.key(), true));
    JsonWriter json{request.exchange.reply.body};
    json.begin_object();
    write_key_id(json, request.key().id);
    json.text("public_key", to_pem(found.der)).end_object();
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ShowPublicKey",
    .details = post("/v1.0/{project_id}/kms/get-publickey"),
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::huawei::show_public_key
