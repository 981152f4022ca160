#include "private_key.hpp"

#include "tandem/api/field_hints.hpp"

#include "tencent/v2019/views/key_view.hpp"
#include "tencent/v2019/views/messages.hpp"

namespace tandem::api::tencent::v2019 {
namespace {

Error explained(const Request& request, const AsymmetricCiphertext& ciphertext, Error error) {
    if (!std::holds_alternative<crypto::RsaPadding>(ciphertext.scheme)) return error;
    return explained_decryption(std::move(error), request.call(), request.key(), ciphertext.bytes);
}

}  // namespace

Result<AsymmetricCiphertext> read_ciphertext(Request& request, const DeclaredKey& declared,
                                             service::AsymmetricScheme scheme, std::size_t max_bytes) {
    TANDEM_TRY(
        const ByteView bytes,
        decode_base64(request, "Ciphertext", {max_bytes, ErrorCode::parameter_invalid, ErrorCode::parameter_invalid}));
    TANDEM_CHECK(name_key(request, declared, request.fields.text("KeyId")));
    return AsymmetricCiphertext{scheme, bytes};
}

Result<void> decrypt_with_private_key(Request& request, const AsymmetricCiphertext& ciphertext) {
    auto opened = service::asymmetric_decrypt(
        request.call(), {.key = request.key(), .data = ciphertext.bytes, .scheme = ciphertext.scheme});
    if (opened.has_error() && request.settings.development) return explained(request, ciphertext, opened.error());
    if (opened.has_error()) return opened.error();
    write_key_id(request.out, "KeyId", request.key().id);
    write_base64(request.out, "Plaintext", opened->plaintext.expose_secret());
    return {};
}

}  // namespace tandem::api::tencent::v2019
