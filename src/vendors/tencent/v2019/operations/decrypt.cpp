#include "tandem/service/actions/messages.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> decrypt(ActionCall& action) {
    keys::Envelope envelope;
    TANDEM_CHECK(envelope.read_three_piece(action.fields.text("CiphertextBlob")));
    note_key(action, envelope.header().key);
    TANDEM_TRY(const ByteView context, read_context(action, "EncryptionContext"));
    TANDEM_TRY(const std::optional<Wrapping> wrapping, read_wrapping(action));
    TANDEM_TRY(const store::Key* key, service::find_key(action.call, envelope.header().key));
    const MutableBytes plaintext = action.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(action.call, *key, {.context = context}, envelope, plaintext));
    TANDEM_CHECK(write_plaintext(action, wrapping, plaintext.first(opened.plaintext_bytes)));
    write_key_id(action.out, "KeyId", key->id);
    return {};
}

}  // namespace tandem::api::tencent::v2019
