#include "tandem/api/field_hints.hpp"

#include "tandem/service/actions/padding_trial.hpp"

namespace tandem::api {

namespace {

constexpr std::string_view kMgf1 =
    "OAEP with SHA-256, but MGF1 with SHA-1: Java needs an OAEPParameterSpec with MGF1ParameterSpec.SHA256";

}  // namespace

std::string_view body_hint(std::string_view body) noexcept {
    if (body.starts_with("\xef\xbb\xbf")) return "a byte order mark (EF BB BF) before the document; send none";
    if (body.starts_with("\xff\xfe") || body.starts_with("\xfe\xff")) return "the document is UTF-16; send UTF-8";
    if (body.starts_with("\x1f\x8b")) return "the body is compressed (gzip); send it as it is";
    if (body.starts_with("\x28\xb5\x2f\xfd")) return "the body is compressed (zstd); send it as it is";
    return {};
}

std::string_view base64_hint(std::string_view text) noexcept {
    if (text.find_first_of("\r\n") != std::string_view::npos)
        return "its base64 has line ends: one line is needed (base64 -w0; b64encode in place of encodebytes)";
    if (text.find(' ') != std::string_view::npos)
        return "its base64 has blanks; where a + belongs, a form was sent that does not write it as %2B";
    if (text.find_first_of("-_") != std::string_view::npos)
        return "its base64 is the URL-safe one; the letters of the ordinary one are + and /";
    if (text.size() % 4 != 0) return "its base64 has no padding, or was cut: the length is no multiple of 4";
    return {};
}

std::string named_hint(std::string_view field, std::string_view hint) {
    return hint.empty() ? std::string{} : std::string{field}.append(": ").append(hint);
}

Error explained_decryption(Error error, const service::Call& call, const store::Key& key, ByteView ciphertext) {
    if (error.code != ErrorCode::asymmetric_decryption_failed) return error;
    if (service::is_encrypted_with_mgf1_sha1(call, key, ciphertext)) error.detail = kMgf1;
    return error;
}

Error explained_import(Error error, const service::Call& call, const store::Key& key, std::string_view import_token,
                       ByteView wrapped) {
    if (error.code != ErrorCode::material_not_unwrapped) return error;
    if (service::is_wrapped_with_mgf1_sha1(call, key, import_token, wrapped)) error.detail = kMgf1;
    return error;
}

}  // namespace tandem::api
