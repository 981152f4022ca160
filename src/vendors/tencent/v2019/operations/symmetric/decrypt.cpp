// Decrypt (API 3.0 spec section 8).

#include "tandem/service/actions/messages.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::decrypt {

namespace {

constexpr FieldRule kFields[] = {{"CiphertextBlob", FieldType::text, kRequired, &kBlob},
                                 kEncryptionContext,
                                 kEncryptionPublicKey,
                                 kEncryptionAlgorithm};
constexpr DeclaredKey kKeys[] = {{.field = "CiphertextBlob"}};
constexpr ErrorOverride kErrors[] = {kTooLongToWrap};

struct Values {
    keys::Envelope* envelope;
    ByteView context;
    std::optional<Wrapping> wrapping;
};

Result<Values> read(Request& request) {
    auto& envelope = request.arena.make<keys::Envelope>();
    TANDEM_CHECK(envelope.read_three_piece(request.fields.text("CiphertextBlob")));
    request.note_key(envelope.header().key);
    TANDEM_TRY(const ByteView context, read_context(request, "EncryptionContext"));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(request));
    request.name_key(kKeys[0], envelope.header().key);
    return Values{&envelope, context, wrapping};
}

Place place(Request&, const Values& values) { return place_of(values.wrapping); }

Result<void> run(Request& request, const Values& values) {
    keys::Envelope& envelope = *values.envelope;
    const MutableBytes plaintext = request.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(request.call(), request.key(), {.context = values.context}, envelope, plaintext));
    TANDEM_CHECK(write_plaintext(request.out, values.wrapping, plaintext.first(opened.plaintext_bytes)));
    write_key_id(request.out, "KeyId", request.key().id);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{.name = "Decrypt",
                                      .details = {.per_second = 300},
                                      .fields = kFields,
                                      .keys = kKeys,
                                      .errors = kErrors,
                                      .steps = steps<read, run, place>()};

}  // namespace tandem::api::tencent::v2019::decrypt
