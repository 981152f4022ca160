#include "tandem/service/actions/messages.hpp"
#include "tandem/service/key_state.hpp"

#include "handlers.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019 {
namespace {

Result<const store::Key*> find_destination(ActionCall& action, const store::Key& source) {
    if (action.fields.text("DestinationKeyId").empty()) return &source;
    return find_key(action, "DestinationKeyId");
}

// The input is a right answer too: same key, no rotation since, same context (section 6).
bool is_up_to_date(const service::DecryptOutput& opened, const store::Key& destination, bool same_context) {
    return same_context && opened.key->id == destination.id && destination.newest() != nullptr &&
           destination.newest()->number() == opened.version;
}

}  // namespace

Result<void> re_encrypt(ActionCall& action) {
    const std::string_view source_text = action.fields.text("CiphertextBlob");
    keys::Envelope envelope;
    TANDEM_CHECK(envelope.read_three_piece(source_text));
    TANDEM_TRY(const ByteView source_context, read_context(action, "SourceEncryptionContext"));
    TANDEM_TRY(const ByteView destination_context, read_context(action, "DestinationEncryptionContext"));

    TANDEM_TRY(const store::Key* source, service::find_key(action.call, envelope.header().key));
    const MutableBytes buffer = action.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(action.call, *source, {.context = source_context}, envelope, buffer));
    note_key(action, source->id);
    TANDEM_TRY(const store::Key* destination, find_destination(action, *source));
    TANDEM_CHECK(service::check_state(action.call, keys::Operation::encrypt, *destination));

    const bool keep = is_up_to_date(opened, *destination, std::ranges::equal(source_context, destination_context));
    if (keep) {
        action.out.plain("CiphertextBlob", source_text);
    } else {
        TANDEM_CHECK(service::encrypt(action.call,
                                      {.key = *destination,
                                       .plaintext = buffer.first(opened.plaintext_bytes),
                                       .context = destination_context,
                                       .shape = keys::Shape::three_piece},
                                      envelope));
        write_ciphertext(action.out, envelope);
    }
    write_key_id(action.out, "KeyId", destination->id);
    write_key_id(action.out, "SourceKeyId", source->id);
    action.out.boolean("ReEncrypted", !keep);
    return {};
}

}  // namespace tandem::api::tencent::v2019
