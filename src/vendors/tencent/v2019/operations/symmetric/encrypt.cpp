// Encrypt (API 3.0 spec section 8).

#include "tandem/service/actions/messages.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::encrypt {

namespace {

constexpr FieldRule kFields[] = {kKeyId, {"Plaintext", FieldType::text, kRequired, &kPlaintext}, kEncryptionContext};
constexpr DeclaredKey kKeys[] = {{.field = "KeyId"}};

struct Values {
    ByteView plaintext;
    ByteView context;
};

Result<Values> read(Request& request) {
    Values values;
    TANDEM_TRY(values.plaintext, decode_base64(request, "Plaintext",
                                               {keys::kMaxPlaintextBytes, ErrorCode::plaintext_malformed,
                                                ErrorCode::plaintext_too_long}));
    TANDEM_TRY(values.context, read_context(request, "EncryptionContext"));
    TANDEM_CHECK(name_key(request, kKeys[0], request.fields.text("KeyId")));
    return values;
}

Result<void> run(Request& request, const Values& values) {
    keys::Envelope envelope;
    TANDEM_CHECK(service::encrypt(request.call(),
                                  {.key = request.key(),
                                   .plaintext = values.plaintext,
                                   .context = values.context,
                                   .shape = keys::Shape::three_piece},
                                  envelope));
    write_ciphertext(request.out, envelope);
    write_key_id(request.out, "KeyId", request.key().id);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "Encrypt", .details = {.per_second = 300}, .fields = kFields, .keys = kKeys, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::encrypt
