#include "messages.hpp"

#include "tandem/api/context_reader.hpp"
#include "tandem/api/field_hints.hpp"
#include "tandem/base/encoding.hpp"

#include <algorithm>
#include <array>

namespace tandem::api::tencent::v2019 {
namespace {

using crypto::RsaPadding;
using crypto::Sm2Form;

struct SchemeRow {
    std::string_view name;
    service::AsymmetricScheme scheme;
};
constexpr std::array<SchemeRow, 6> kSchemes = {{
    {"", Sm2Form::raw_c1c3c2},  // the default
    {"SM2", Sm2Form::raw_c1c3c2},
    {"SM2_C1C3C2_ASN1", Sm2Form::asn1},
    {"RSAES_PKCS1_V1_5", RsaPadding::pkcs1_v1_5},
    {"RSAES_OAEP_SHA_1", RsaPadding::oaep_sha1},
    {"RSAES_OAEP_SHA_256", RsaPadding::oaep_sha256},
}};

Result<service::AsymmetricScheme> read_scheme(std::string_view text) {
    const auto row = std::ranges::find(kSchemes, text, &SchemeRow::name);
    if (row == kSchemes.end()) return fail(ErrorCode::algorithm_invalid);
    return row->scheme;
}

}  // namespace

Result<ByteView> decode_base64(const Request& request, std::string_view field, const DecodeRule& rule) {
    const std::string_view text = request.fields.text(field);
    if (text.size() > base64_length(rule.max_bytes)) return fail(rule.too_long, field);
    const MutableBytes bytes = request.arena.bytes(base64_capacity(text.size()));
    const std::optional<std::size_t> length = base64_decode_to(bytes, text);
    if (!length) return fail(rule.malformed, field, named_hint(field, base64_hint(text)));
    if (*length > rule.max_bytes) return fail(rule.too_long, field);
    return ByteView{bytes.first(*length)};
}

Result<ByteView> read_context(const Request& request, std::string_view field) {
    return read_context_text(request.fields.text(field), kMaxContextCodePoints, request.arena);
}

void write_ciphertext(JsonWriter& out, const keys::Envelope& envelope) {
    envelope.encode_three_piece_to(out.fill("CiphertextBlob", envelope.encoded_length()));
}

void write_base64(JsonWriter& out, std::string_view name, ByteView bytes) {
    base64_encode_to(out.fill(name, base64_length(bytes.size())), bytes);
}

Result<RsaPadding> read_rsa_padding(std::string_view text) {
    TANDEM_TRY(const service::AsymmetricScheme scheme, read_scheme(text));
    if (const RsaPadding* padding = std::get_if<RsaPadding>(&scheme)) return *padding;
    return fail(ErrorCode::algorithm_invalid);
}

Result<std::optional<Wrapping>> read_wrapping(const Request& request) {
    const std::string_view pem = request.fields.text("EncryptionPublicKey");
    if (pem.empty()) return std::optional<Wrapping>{};
    TANDEM_TRY(const service::AsymmetricScheme scheme, read_scheme(request.fields.text("EncryptionAlgorithm")));
    return std::optional{Wrapping{pem, scheme}};
}

Result<void> write_plaintext(JsonWriter& out, const std::optional<Wrapping>& wrapping, ByteView plaintext) {
    if (!wrapping) {
        write_base64(out, "Plaintext", plaintext);
        return {};
    }
    TANDEM_TRY(const Bytes wrapped, service::wrap_for_caller(wrapping->public_key_pem, wrapping->scheme, plaintext));
    write_base64(out, "Plaintext", wrapped);
    return {};
}

}  // namespace tandem::api::tencent::v2019
