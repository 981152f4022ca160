#include "tandem/service/actions/messages.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

namespace tandem::api::tencent::v2019 {

Result<void> encrypt(ActionCall& action) {
    TANDEM_TRY(const ByteView plaintext, decode_base64(action, "Plaintext",
                                                       {keys::kMaxPlaintextBytes, ErrorCode::plaintext_malformed,
                                                        ErrorCode::plaintext_too_long}));
    TANDEM_TRY(const ByteView context, read_context(action, "EncryptionContext"));
    TANDEM_TRY(const store::Key* key, find_key(action, "KeyId"));
    keys::Envelope envelope;
    TANDEM_CHECK(service::encrypt(
        action.call, {.key = *key, .plaintext = plaintext, .context = context, .shape = keys::Shape::three_piece},
        envelope));
    write_ciphertext(action.out, envelope);
    write_key_id(action.out, "KeyId", key->id);
    return {};
}

}  // namespace tandem::api::tencent::v2019
