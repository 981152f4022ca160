#include "data_key.hpp"

#include "tandem/service/actions/messages.hpp"

#include "huawei/wire/hex_field.hpp"

#include <utility>

namespace tandem::api::huawei {

namespace {

// The vendor's own encryption SDK states 32 for data keys of every size (decisions, 5.3).
constexpr std::int64_t kAlwaysTolerated = 32;
constexpr std::size_t kMaxBlobCharacters = 2 * (124 + keys::kMaxDataKeyBytes);

}  // namespace

DataKeyDigest data_key_digest(const store::Key& key, ByteView data_key) {
    static_assert(std::is_same_v<crypto::Sm3Digest, crypto::Sha256Digest>);
    return key.spec == keys::KeySpec::sm4 ? crypto::sm3(data_key) : crypto::sha256(data_key);
}

Result<ByteView> seal_data_key(const Request& request, const FoundKey& key, ByteView data_key, ByteView context,
                               keys::Operation operation) {
    keys::Envelope envelope;
    const service::EncryptInput input{
        .key = *key.key,
        .plaintext = data_key,
        .context = context,
        .shape = keys::Shape::trailed,
        .purpose = data_key.size() % 16 == 0 ? keys::Purpose::data_key : keys::Purpose::unaligned_data_key,
        .operation = operation};
    TANDEM_CHECK(service::encrypt(request.call_of(key.owner), input, envelope));
    const MutableBytes blob = request.arena.bytes(envelope.encoded_length());
    service::write_trailed(envelope, blob);
    return ByteView{blob};
}

Result<void> check_stated_length(const Fields& fields, std::size_t bytes) {
    const auto stated = fields.integer("datakey_cipher_length");
    if (!stated || std::cmp_equal(*stated, bytes) || *stated == kAlwaysTolerated) return {};
    return fail(ErrorCode::data_key_cipher_length_mismatch, "datakey_cipher_length");
}

Result<ByteView> read_data_key_blob(const Request& request) {
    const std::string_view text = request.fields.text("cipher_text");
    if (text.size() > kMaxBlobCharacters) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    const auto blob = read_hex(text, request.arena);
    if (!blob) return fail(ErrorCode::ciphertext_malformed, "cipher_text");
    return *blob;
}

}  // namespace tandem::api::huawei
