// Encrypt (2017 API, section 6.9).

#include "tandem/api/field_hints.hpp"
#include "tandem/base/encoding.hpp"
#include "tandem/service/key_state.hpp"

#include "message_values.hpp"
#include "tencent/v2017/operation.hpp"
#include "tencent/v2017/views/key_view.hpp"
#include "tencent/v2017/wire/reply.hpp"

#include <algorithm>

namespace tandem::api::tencent::v2017::encrypt {

namespace {

constexpr FieldRule kFields[] = {
    {"keyId", FieldType::text, true}, {"plaintext", FieldType::text, true}, {"encryptionContext", FieldType::text}};
constexpr DeclaredKey kKeys[] = {{.field = "keyId"}};

// How many bytes the text stands for if it is base64.
std::size_t decoded_length(std::string_view base64) noexcept {
    const std::size_t padding = base64.ends_with("==") ? 2 : base64.ends_with('=') ? 1 : 0;
    return base64_capacity(base64.size()) - std::min(padding, base64_capacity(base64.size()));
}

Result<ByteView> decode_plaintext(std::string_view base64, Arena& arena) {
    const MutableBytes to = arena.bytes(base64_capacity(base64.size()));
    const auto size = base64_decode_to(to, base64);
    if (!size) return fail(ErrorCode::plaintext_malformed, "plaintext", named_hint("plaintext", base64_hint(base64)));
    return to.first(*size);
}

Result<void> read(Request& request) {
    if (decoded_length(request.fields.text("plaintext")) > keys::kMaxPlaintextBytes)
        return fail(ErrorCode::plaintext_too_long, "plaintext");
    TANDEM_CHECK(check_context_length(request.fields));
    return name_key(request, kKeys[0], request.fields.text("keyId"));
}

Result<void> run(Request& request) {
    TANDEM_CHECK(service::check_state(request.call(), keys::Operation::encrypt, request.key()));
    TANDEM_TRY(const ByteView plaintext, decode_plaintext(request.fields.text("plaintext"), request.arena));
    keys::Envelope envelope;
    TANDEM_CHECK(seal(request, plaintext, keys::Operation::encrypt, envelope));
    write_reply(request, [&](JsonWriter& json, ReplyName& name) {
        json.unescaped(name("keyId"), request.key().name.text());
        write_blob(json, name("ciphertextBlob"), envelope);
    });
    return {};
}

}  // namespace

extern constexpr Operation kOperation{
    .name = "Encrypt",
    .details = {.plane = Plane::data},
    .fields = kFields,
    .keys = kKeys,
    .steps = steps<read, run>(),
};

}  // namespace tandem::api::tencent::v2017::encrypt
