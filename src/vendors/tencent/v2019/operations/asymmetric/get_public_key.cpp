// GetPublicKey (API 3.0 spec section 8).

#include "tandem/service/actions/asymmetric.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::get_public_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

Result<void> read(Request& request) { return name_key(request, kKeys[0], request.fields.text("KeyId")); }

Result<void> run(Request& request) {
    TANDEM_TRY(const service::PublicKeyOutput found, service::get_public_key(request.call(), request.key(), false));
    TANDEM_TRY(const crypto::PublicKey public_key, crypto::PublicKey::from_der(found.der));
    write_key_id(request.out, "KeyId", request.key().id);
    write_base64(request.out, "PublicKey", found.der);
    // The vendor's one sample encodes the body twice; a PEM that parses serves every client (section 6).
    request.out.text("PublicKeyPem", public_key.to_pem());
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "GetPublicKey", .fields = kFields, .keys = kKeys, .errors = kAnyStateErrors, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::get_public_key
