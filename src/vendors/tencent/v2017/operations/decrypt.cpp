// Decrypt (2017 API, section 6.10).

#include "tandem/service/key_state.hpp"

#include "message_values.hpp"
#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

namespace tandem::api::tencent::v2017::decrypt {

namespace {

constexpr FieldRule kFields[] = {{"ciphertextBlob", FieldType::text, true}, {"encryptionContext", FieldType::text}};
constexpr DeclaredKey kKeys[] = {{.field = "ciphertextBlob"}};

struct Values {
    keys::Envelope* envelope;
};

Result<Values> read(Request& request) {
    TANDEM_CHECK(check_context_length(request.fields));
    auto& envelope = request.arena.make<keys::Envelope>();
    TANDEM_CHECK(envelope.read_three_piece(request.fields.text("ciphertextBlob")));
    request.name_key(kKeys[0], envelope.header().key);
    return Values{&envelope};
}

Result<void> run(Request& request, const Values& values) {
    keys::Envelope& envelope = *values.envelope;
    TANDEM_CHECK(service::check_state(request.call(), keys::Operation::decrypt, request.key()));
    TANDEM_TRY(const ByteView context, read_context(request));
    const MutableBytes plaintext = request.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(request.call(), request.key(), {.context = context}, envelope, plaintext));
    write_reply(request, [&](JsonWriter& json, ReplyName& name) {
        json.unescaped(name("keyId"), request.key().name.text());
        write_base64(json, name("plaintext"), plaintext.first(opened.plaintext_bytes));
    });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "Decrypt",
    .details = {.plane = Plane::data},
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2017::decrypt
