#include "tandem/crypto/signature.hpp"

#include "curves.hpp"
#include "digest_algorithms.hpp"
#include "openssl.hpp"

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace tandem::crypto {
namespace {

enum class Family : std::uint8_t { rsa_pkcs1, rsa_pss, ecdsa, sm2, ed25519 };

struct SchemeRow {
    Family family;
    const EVP_MD* (*digest)();
    std::size_t digest_bytes;
};
// Schemes by SignatureScheme.
constexpr std::array<SchemeRow, 11> kSchemes{{
    {Family::rsa_pkcs1, sha256_algorithm, 32},
    {Family::rsa_pkcs1, sha384_algorithm, 48},
    {Family::rsa_pkcs1, sha512_algorithm, 64},
    {Family::rsa_pss, sha256_algorithm, 32},
    {Family::rsa_pss, sha384_algorithm, 48},
    {Family::rsa_pss, sha512_algorithm, 64},
    {Family::ecdsa, sha256_algorithm, 32},
    {Family::ecdsa, sha384_algorithm, 48},
    {Family::ecdsa, sha512_algorithm, 64},
    {Family::sm2, sm3_algorithm, 32},
    {Family::ed25519, nullptr, 0},
}};
const SchemeRow& row_of_scheme(SignatureScheme scheme) noexcept { return kSchemes[static_cast<std::size_t>(scheme)]; }

// Family by AsymmetricAlgorithm; the two of RSA go together.
Family family_of(AsymmetricAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case AsymmetricAlgorithm::rsa_2048:
        case AsymmetricAlgorithm::rsa_3072:
        case AsymmetricAlgorithm::rsa_4096:
            return Family::rsa_pkcs1;
        case AsymmetricAlgorithm::sm2:
            return Family::sm2;
        case AsymmetricAlgorithm::ed25519:
            return Family::ed25519;
        default:
            return Family::ecdsa;
    }
}

using DigestBuffer = std::array<std::uint8_t, EVP_MAX_MD_SIZE>;

ByteView digest_of(std::initializer_list<ByteView> pieces, const EVP_MD* algorithm, DigestBuffer& to) {
    const DigestContext context{EVP_MD_CTX_new()};
    require(context && EVP_DigestInit_ex2(context.get(), algorithm, nullptr) == 1, "EVP_DigestInit");
    for (const ByteView piece : pieces)
        require(EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1, "EVP_DigestUpdate");
    unsigned size = 0;
    require(EVP_DigestFinal_ex(context.get(), to.data(), &size) == 1, "EVP_DigestFinal");
    return ByteView{to}.first(size);
}

// ---- SM2's digest: SM3(Z ‖ message), GB/T 32918.2 section 5.5 ----

// Z begins with the length in bits of the user id, the id, and a, b, xG, yG of the curve, GB/T 32918.5.
constexpr std::array<std::uint8_t, 18 + 4 * 32> kSm2Head{
    0x00, 0x80, '1',  '2',  '3',  '4',  '5',  '6',  '7',  '8',  '1',  '2',  '3',  '4',  '5',  '6',  '7',  '8',  0xff,
    0xff, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfc, 0x28, 0xe9, 0xfa, 0x9e, 0x9d, 0x9f, 0x5e,
    0x34, 0x4d, 0x5a, 0x9e, 0x4b, 0xcf, 0x65, 0x09, 0xa7, 0xf3, 0x97, 0x89, 0xf5, 0x15, 0xab, 0x8f, 0x92, 0xdd, 0xbc,
    0xbd, 0x41, 0x4d, 0x94, 0x0e, 0x93, 0x32, 0xc4, 0xae, 0x2c, 0x1f, 0x19, 0x81, 0x19, 0x5f, 0x99, 0x04, 0x46, 0x6a,
    0x39, 0xc9, 0x94, 0x8f, 0xe3, 0x0b, 0xbf, 0xf2, 0x66, 0x0b, 0xe1, 0x71, 0x5a, 0x45, 0x89, 0x33, 0x4c, 0x74, 0xc7,
    0xbc, 0x37, 0x36, 0xa2, 0xf4, 0xf6, 0x77, 0x9c, 0x59, 0xbd, 0xce, 0xe3, 0x6b, 0x69, 0x21, 0x53, 0xd0, 0xa9, 0x87,
    0x7c, 0xc6, 0x2a, 0x47, 0x40, 0x02, 0xdf, 0x32, 0xe5, 0x21, 0x39, 0xf0, 0xa0};

std::array<std::uint8_t, 32> coordinate(const EVP_PKEY* key, const char* name) {
    BIGNUM* number = nullptr;
    require(EVP_PKEY_get_bn_param(key, name, &number) == 1, "EVP_PKEY_get_bn_param");
    const BigNumber owner{number};
    std::array<std::uint8_t, 32> bytes;
    require(BN_bn2binpad(number, bytes.data(), bytes.size()) == static_cast<int>(bytes.size()), "BN_bn2binpad");
    return bytes;
}

ByteView sm2_digest(const EVP_PKEY* key, ByteView message, DigestBuffer& to) {
    DigestBuffer z_bytes;
    const auto x = coordinate(key, OSSL_PKEY_PARAM_EC_PUB_X);
    const auto y = coordinate(key, OSSL_PKEY_PARAM_EC_PUB_Y);
    const ByteView z = digest_of({kSm2Head, x, y}, sm3_algorithm(), z_bytes);
    return digest_of({z, message}, sm3_algorithm(), to);
}

// ---- signing and checking ----

// Bytes that are really signed: the digest, made or given; the message itself for Ed25519.
Result<ByteView> to_be_signed(const EVP_PKEY* key, const SignedMessage& message, DigestBuffer& buffer) {
    const SchemeRow& row = row_of_scheme(message.scheme);
    if (message.form == MessageForm::digest) {
        if (row.digest_bytes == 0 || message.bytes.size() != row.digest_bytes)
            return fail(ErrorCode::digest_length_mismatch);
        return message.bytes;
    }
    if (row.family == Family::ed25519) return message.bytes;
    if (row.family == Family::sm2) return sm2_digest(key, message.bytes, buffer);
    return digest_of({message.bytes}, row.digest(), buffer);
}

void set_parameters(EVP_PKEY_CTX* context, const SchemeRow& row, int salt_length) {
    require(EVP_PKEY_CTX_set_signature_md(context, row.digest()) == 1, "EVP_PKEY_CTX_set_signature_md");
    if (row.family == Family::rsa_pkcs1)
        require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1, "EVP_PKEY_CTX_set_rsa_padding");
    if (row.family == Family::rsa_pss) {
        require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt_length) == 1,
                "EVP_PKEY_CTX_set_rsa_padding");
    }
}

Bytes sign_message(EVP_PKEY* key, ByteView message) {
    const DigestContext context{EVP_MD_CTX_new()};
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
    std::size_t size = signature.size();
    require(context && EVP_DigestSignInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1 &&
                EVP_DigestSign(context.get(), signature.data(), &size, message.data(), message.size()) == 1,
            "EVP_DigestSign");
    signature.resize(size);
    return signature;
}

bool verify_message(EVP_PKEY* key, ByteView message, ByteView signature) {
    const DigestContext context{EVP_MD_CTX_new()};
    require(context && EVP_DigestVerifyInit_ex(context.get(), nullptr, nullptr, nullptr, nullptr, key, nullptr) == 1,
            "EVP_DigestVerifyInit");
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

Bytes sign_digest(EVP_PKEY* key, const SchemeRow& row, ByteView digest) {
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)};
    require(context && EVP_PKEY_sign_init(context.get()) == 1, "EVP_PKEY_sign_init");
    set_parameters(context.get(), row, RSA_PSS_SALTLEN_DIGEST);
    Bytes signature(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
    std::size_t size = signature.size();
    require(EVP_PKEY_sign(context.get(), signature.data(), &size, digest.data(), digest.size()) == 1, "EVP_PKEY_sign");
    signature.resize(size);
    return signature;
}

bool verify_digest(EVP_PKEY* key, const SchemeRow& row, ByteView digest, ByteView signature) {
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr)};
    require(context && EVP_PKEY_verify_init(context.get()) == 1, "EVP_PKEY_verify_init");
    set_parameters(context.get(), row, RSA_PSS_SALTLEN_AUTO);
    return EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(), digest.size()) == 1;
}

template <class Key>
Result<void> check_scheme(const Key& key, SignatureScheme scheme) {
    const auto algorithm = key.algorithm();
    if (!algorithm || !scheme_fits(scheme, *algorithm)) return fail(ErrorCode::algorithm_not_for_asymmetric_key);
    return {};
}

}  // namespace

bool scheme_fits(SignatureScheme scheme, AsymmetricAlgorithm algorithm) noexcept {
    const Family family = row_of_scheme(scheme).family;
    return (family == Family::rsa_pss ? Family::rsa_pkcs1 : family) == family_of(algorithm);
}

std::size_t digest_bytes(SignatureScheme scheme) noexcept { return row_of_scheme(scheme).digest_bytes; }

Result<Bytes> sign(const PrivateKey& key, const SignedMessage& message) {
    TANDEM_CHECK(check_scheme(key, message.scheme));
    EVP_PKEY* const pkey = PkeyAccess::of(key);
    const SchemeRow& row = row_of_scheme(message.scheme);
    DigestBuffer buffer;
    TANDEM_TRY(const ByteView signed_bytes, to_be_signed(pkey, message, buffer));
    if (row.family == Family::ed25519) return sign_message(pkey, signed_bytes);
    return sign_digest(pkey, row, signed_bytes);
}

Result<bool> verify(const PublicKey& key, const SignedMessage& message, ByteView signature) {
    TANDEM_CHECK(check_scheme(key, message.scheme));
    EVP_PKEY* const pkey = PkeyAccess::of(key);
    const SchemeRow& row = row_of_scheme(message.scheme);
    DigestBuffer buffer;
    TANDEM_TRY(const ByteView signed_bytes, to_be_signed(pkey, message, buffer));
    const bool valid = row.family == Family::ed25519 ? verify_message(pkey, signed_bytes, signature)
                                                     : verify_digest(pkey, row, signed_bytes, signature);
    ERR_clear_error();
    return valid;
}

}  // namespace tandem::crypto
