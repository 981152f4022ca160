#include "message_values.hpp"

#include "tandem/api/context_reader.hpp"
#include "tandem/base/encoding.hpp"

namespace tandem::api::tencent::v2017 {

namespace {

constexpr std::size_t kMaxContext = 1024;  // code points of the text

}  // namespace

Result<void> check_context_length(const Fields& fields) {
    if (code_points(fields.text("encryptionContext")) > kMaxContext)
        return fail(ErrorCode::context_too_long, "encryptionContext");
    return {};
}

Result<ByteView> read_context(const Request& request) {
    return read_context_text(request.fields.text("encryptionContext"), kMaxContext, request.arena);
}

Result<void> seal(const Request& request, ByteView plaintext, keys::Operation operation, keys::Envelope& envelope) {
    TANDEM_TRY(const ByteView context, read_context(request));
    TANDEM_CHECK(service::encrypt(request.call(),
                                  {.key = request.key(),
                                   .plaintext = plaintext,
                                   .context = context,
                                   .shape = keys::Shape::three_piece,
                                   .operation = operation},
                                  envelope));
    return {};
}

void write_blob(JsonWriter& json, std::string_view name, const keys::Envelope& envelope) {
    envelope.encode_three_piece_to(json.fill(name, envelope.encoded_length()));
}

void write_base64(JsonWriter& json, std::string_view name, ByteView bytes) {
    base64_encode_to(json.fill(name, base64_length(bytes.size())), bytes);
}

}  // namespace tandem::api::tencent::v2017
