// ReEncrypt (API 3.0 spec section 8). The destination is looked for once the source opened: nobody who cannot open a
// ciphertext learns by it which keys there are.

#include "tandem/service/actions/messages.hpp"
#include "tandem/service/key_state.hpp"

#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"
#include "tencent/v2019/wire/error_overrides.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2019::re_encrypt {

namespace {

constexpr FieldRule kFields[] = {{"CiphertextBlob", FieldType::text, kRequired, &kBlob},
                                 {"DestinationKeyId", FieldType::text, kOptional, &kUuidOrEmpty},
                                 {"SourceEncryptionContext", FieldType::text, kOptional, &kContext},
                                 {"DestinationEncryptionContext", FieldType::text, kOptional, &kContext}};
constexpr DeclaredKey kKeys[] = {{.field = "CiphertextBlob"}, {.field = "DestinationKeyId", .late = true}};
constexpr ErrorOverride kErrors[] = {instead(ErrorCode::key_archived, kCmkDisabled, "The CMK is archived.")};

struct Values {
    keys::Envelope* envelope;
    ByteView source_context;
    ByteView destination_context;
};

Result<Values> read(Request& request) {
    auto& envelope = request.arena.make<keys::Envelope>();
    TANDEM_CHECK(envelope.read_three_piece(request.fields.text("CiphertextBlob")));
    TANDEM_TRY(const ByteView source_context, read_context(request, "SourceEncryptionContext"));
    TANDEM_TRY(const ByteView destination_context, read_context(request, "DestinationEncryptionContext"));
    request.name_key(kKeys[0], envelope.header().key);
    return Values{&envelope, source_context, destination_context};
}

Result<FoundKey> find_destination(Request& request) {
    const std::string_view text = request.fields.text("DestinationKeyId");
    if (text.empty()) return request.found();
    return find_late_key(request, kKeys[1], text);
}

// The input is a right answer too: same key, no rotation since, same context (section 6).
bool is_up_to_date(const service::DecryptOutput& opened, const store::Key& destination, bool same_context) {
    return same_context && opened.key->id == destination.id && destination.newest() != nullptr &&
           destination.newest()->number() == opened.version;
}

Result<void> run(Request& request, const Values& values) {
    keys::Envelope& envelope = *values.envelope;
    const MutableBytes buffer = request.arena.bytes(envelope.ciphertext().size());
    TANDEM_TRY(const service::DecryptOutput opened,
               service::decrypt(request.call(), request.key(), {.context = values.source_context}, envelope, buffer));
    request.note_key(opened.key->id);
    TANDEM_TRY(const FoundKey destination, find_destination(request));
    const service::Call call = request.call_of(destination.owner);
    TANDEM_CHECK(service::check_state(call, keys::Operation::encrypt, *destination.key));

    const bool same_context = std::ranges::equal(values.source_context, values.destination_context);
    const bool keep = is_up_to_date(opened, *destination.key, same_context);
    if (keep) {
        request.out.unescaped("CiphertextBlob", request.fields.text("CiphertextBlob"));
    } else {
        TANDEM_CHECK(service::encrypt(call,
                                      {.key = *destination.key,
                                       .plaintext = buffer.first(opened.plaintext_bytes),
                                       .context = values.destination_context,
                                       .shape = keys::Shape::three_piece},
                                      envelope));
        write_ciphertext(request.out, envelope);
    }
    write_key_id(request.out, "KeyId", destination.key->id);
    write_key_id(request.out, "SourceKeyId", opened.key->id);
    request.out.boolean("ReEncrypted", !keep);
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "ReEncrypt", .fields = kFields, .keys = kKeys, .errors = kErrors, .steps = steps<read, run>()};

}  // namespace tandem::api::tencent::v2019::re_encrypt
