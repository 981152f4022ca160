#include "tandem/crypto/asymmetric.hpp"

#include "openssl.hpp"

#include <openssl/rsa.h>

#include <array>
#include <optional>

namespace tandem::crypto {
namespace {

// Row of a padding, by RsaPadding.
struct PaddingRow {
    int encrypting;
    int decrypting;
    const char* oaep_digest;
    std::size_t overhead;  // modulus bytes minus the longest plaintext
};
constexpr std::array<PaddingRow, 3> kPaddings{{
    // OpenSSL 3.0 has no implicit rejection, so PKCS#1 v1.5 is opened raw and unpadded here in constant time.
    {RSA_PKCS1_PADDING, RSA_NO_PADDING, nullptr, 11},
    {RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_OAEP_PADDING, "SHA1", 42},
    {RSA_PKCS1_OAEP_PADDING, RSA_PKCS1_OAEP_PADDING, "SHA256", 66},
}};

const PaddingRow& row_of_padding(RsaPadding padding) noexcept { return kPaddings[static_cast<std::size_t>(padding)]; }

bool set_padding(EVP_PKEY_CTX* context, int padding, const char* oaep_digest) {
    if (EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1) return false;
    // MGF1 follows the OAEP digest unless told otherwise.
    return oaep_digest == nullptr || EVP_PKEY_CTX_set_rsa_oaep_md_name(context, oaep_digest, nullptr) == 1;
}

// All ones when the byte is `value`, else zero; without a branch.
std::uint32_t equal_mask(std::uint32_t byte, std::uint32_t value) noexcept {
    std::uint32_t mask = ((byte ^ value) - 1) >> 31;
    asm volatile("" : "+r"(mask));
    return 0u - mask;
}

// Where the message begins in 00 02 ‖ at least eight bytes that are not 0 ‖ 00 ‖ message (RFC 8017 section 7.2.2).
// Every byte is read whatever the others are, and one branch tells right from wrong at the end.
std::optional<std::size_t> pkcs1_message_offset(ByteView block) noexcept {
    constexpr std::uint32_t kMinSeparator = 10;
    std::uint32_t good = equal_mask(block[0], 0) & equal_mask(block[1], 2);
    std::uint32_t found = 0;
    std::uint32_t separator = 0;
    for (std::uint32_t i = 2; i < block.size(); ++i) {
        const std::uint32_t zero = equal_mask(block[i], 0);
        separator |= i & zero & ~found;
        found |= zero;
    }
    good &= found;
    good &= ~(0u - ((separator - kMinSeparator) >> 31));
    if (good == 0) return std::nullopt;
    return separator + 1;
}

Error rsa_decryption_failed() { return failure(ErrorCode::asymmetric_decryption_failed); }

}  // namespace

Result<Bytes> PublicKey::rsa_encrypt(RsaPadding padding, ByteView plaintext) const {
    if (!is_rsa()) return failure(ErrorCode::encryption_failed, "not an RSA key");
    const PaddingRow& row = row_of_padding(padding);
    Bytes ciphertext(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())));
    if (plaintext.size() + row.overhead > ciphertext.size()) return fail(ErrorCode::plaintext_too_long);
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    std::size_t size = ciphertext.size();
    if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
        !set_padding(context.get(), row.encrypting, row.oaep_digest) ||
        EVP_PKEY_encrypt(context.get(), ciphertext.data(), &size, plaintext.data(), plaintext.size()) != 1) {
        return failure(ErrorCode::encryption_failed, "RSA encryption");
    }
    ciphertext.resize(size);
    return ciphertext;
}

Result<SecretBytes> PrivateKey::rsa_decrypt(RsaPadding padding, ByteView ciphertext) const {
    if (EVP_PKEY_is_a(key_.get(), "RSA") != 1) return rsa_decryption_failed();
    const PaddingRow& row = row_of_padding(padding);
    const auto modulus_bytes = static_cast<std::size_t>(EVP_PKEY_get_size(key_.get()));
    if (ciphertext.size() != modulus_bytes) return rsa_decryption_failed();
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    SecretBytes opened{modulus_bytes};
    const MutableBytes to = opened.expose_secret_for_writing();
    std::size_t size = to.size();
    if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 ||
        !set_padding(context.get(), row.decrypting, row.oaep_digest) ||
        EVP_PKEY_decrypt(context.get(), to.data(), &size, ciphertext.data(), ciphertext.size()) != 1) {
        return rsa_decryption_failed();
    }
    if (row.decrypting == RSA_NO_PADDING) {
        const auto offset = size == modulus_bytes ? pkcs1_message_offset(to) : std::nullopt;
        if (!offset) return rsa_decryption_failed();
        return SecretBytes::copy_of(to.subspan(*offset));
    }
    opened.shrink_to(size);
    return opened;
}

}  // namespace tandem::crypto
