#include "tandem/crypto/self_test.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/asymmetric.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/sealing.hpp"
#include "tandem/crypto/signature.hpp"

#include "cipher.hpp"
#include "self_test_vectors.hpp"

#include <algorithm>
#include <exception>
#include <string_view>

namespace tandem::crypto {
namespace {

struct Check {
    const char* name;
    bool (*passes)();
};

template <std::size_t Count>
std::vector<std::string> failures_of(const Check (&checks)[Count]) {
    std::vector<std::string> failed;
    for (const Check& check : checks) {
        bool passed = false;
        try {
            passed = check.passes();
        } catch (const std::exception&) {
            passed = false;
        }
        if (!passed) failed.emplace_back(check.name);
    }
    return failed;
}

Bytes hex(std::string_view text) { return hex_decode(text).value(); }
Bytes base64(std::string_view text) { return base64_decode(text).value(); }
bool equal(ByteView a, ByteView b) { return std::ranges::equal(a, b); }
bool is_hex(ByteView bytes, std::string_view expected) { return hex_encode(bytes) == expected; }

// FIPS 180-2 appendix B.1.
bool sha256_answers() {
    return is_hex(sha256(as_bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// GB/T 32905-2016 appendix A.1.
bool sm3_answers() {
    return is_hex(sm3(as_bytes("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
}

constexpr std::string_view kMacKey = "Jefe";
constexpr std::string_view kMacMessage = "what do ya want for nothing?";

// RFC 4231 test case 2.
bool hmac_sha256_answers() {
    return is_hex(HmacSha256Key{as_bytes(kMacKey)}.sign(as_bytes(kMacMessage)),
                  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// The same key and message; the answer is of an implementation written from the standard.
bool hmac_sm3_answers() {
    return is_hex(hmac_sm3(as_bytes(kMacKey), {as_bytes(kMacMessage)}),
                  "2e87f1d16862e6d964b50a5200bf2b10b764faa9680a296a2405f24bec39f882");
}

// RFC 5869 appendix A.1.
bool hkdf_sha256_answers() {
    const Bytes material(22, 0x0b);
    const Sha256Digest prk = hkdf_extract_sha256(hex("000102030405060708090a0b0c"), material);
    std::array<std::uint8_t, 42> expanded;
    const Bytes info = hex("f0f1f2f3f4f5f6f7f8f9");
    hkdf_expand_sha256(HmacSha256Key{prk}, {info}, expanded);
    return is_hex(expanded, "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
}

// Test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation", both ways, and an altered tag.
bool aes256_gcm_answers() {
    const Bytes key = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    const Bytes iv = hex("cafebabefacedbaddecaf888");
    const Bytes aad = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    const Bytes plaintext =
        hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5"
            "aa0de657ba637b39");
    const Bytes ciphertext =
        hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e63"
            "93ba7a0abcc9f662");

    std::array<std::uint8_t, 16> tag;
    Bytes out(plaintext.size());
    CipherStream sealing{CipherName::aes256_gcm, Direction::encrypt, key, iv};
    sealing.authenticate(aad);
    sealing.update(out.data(), plaintext);
    sealing.finish_with_tag(tag);
    if (out != ciphertext || !is_hex(tag, "76fc6ece0f4e1768cddf8853bb2d551b")) return false;

    const auto opens = [&] {
        CipherStream opening{CipherName::aes256_gcm, Direction::decrypt, key, iv};
        opening.authenticate(aad);
        opening.update(out.data(), ciphertext);
        return opening.finish_and_check_tag(tag) && out == plaintext;
    };
    if (!opens()) return false;
    tag[0] ^= 1;
    return !opens();
}

// GB/T 32907-2016 appendix A.1: the block's encryption is what counter mode gives for zeros.
bool sm4_answers() {
    const Bytes block = hex("0123456789abcdeffedcba9876543210");
    const Bytes zeros(16);
    std::array<std::uint8_t, 16> out;
    CipherStream{CipherName::sm4_ctr, Direction::encrypt, block, block}.update(out.data(), zeros);
    return is_hex(out, "681edf34d206965e86b3e94f536e4246");
}

bool suite_round_trips(Suite suite) {
    const Bytes material(suite == Suite::aes256_gcm ? 32 : 16, 0x5a);
    const Bytes salt(kSaltBytes, 0xa5);
    const Bytes plaintext(33, 0x42);
    const SealingKey key{suite, "tandem/self-test", material};
    Bytes ciphertext(sealed_length(plaintext.size(), Padding::pkcs7));
    Bytes opened(ciphertext.size());
    std::array<std::uint8_t, kProofBytes> proof;
    key.seal(as_bytes("info"), salt, {as_bytes("data")}, plaintext, Padding::pkcs7, ciphertext, proof);
    const auto size = key.open(as_bytes("info"), salt, {as_bytes("data")}, ciphertext, proof, Padding::pkcs7, opened);
    if (!size || !equal(ByteView{opened}.first(*size), plaintext)) return false;
    ciphertext[0] ^= 1;
    return !key.open(as_bytes("info"), salt, {as_bytes("data")}, ciphertext, proof, Padding::pkcs7, opened);
}

bool rsa_oaep_answers() {
    using namespace self_test_vectors;
    const auto key = PrivateKey::from_der(base64(kRsaKey));
    if (!key) return false;
    const auto opened = key->rsa_decrypt(RsaPadding::oaep_sha256, base64(kRsaCiphertext));
    if (!opened || !equal(opened->expose_secret(), as_bytes(kRsaPlaintext))) return false;
    const auto public_key = key->public_key();
    if (!public_key) return false;
    const auto sealed = public_key->rsa_encrypt(RsaPadding::oaep_sha256, as_bytes(kRsaPlaintext));
    return sealed && key->rsa_decrypt(RsaPadding::oaep_sha256, *sealed).has_value();
}

bool sm2_answers() {
    using namespace self_test_vectors;
    const auto key = PrivateKey::from_der(base64(kSm2Key));
    if (!key) return false;
    const auto opened = key->sm2_decrypt(Sm2Form::asn1, base64(kSm2Ciphertext));
    if (!opened || !equal(opened->expose_secret(), as_bytes(kSm2Plaintext))) return false;
    const auto public_key = key->public_key();
    if (!public_key) return false;
    const auto sealed = public_key->sm2_encrypt(Sm2Form::raw_c1c3c2, as_bytes(kSm2Plaintext));
    return sealed && key->sm2_decrypt(Sm2Form::raw_c1c3c2, *sealed).has_value();
}

// The known signature is right, an altered one is not, and what the key signs now is right too.
bool signature_answers(const Result<PrivateKey>& key, const SignedMessage& message, Bytes signature) {
    if (!key) return false;
    const auto public_key = key->public_key();
    if (!public_key) return false;
    const auto is_valid = [&](ByteView one) {
        const auto valid = verify(*public_key, message, one);
        return valid && *valid;
    };
    if (!is_valid(signature)) return false;
    signature.back() ^= 1;
    const auto made = sign(*key, message);
    return !is_valid(signature) && made && is_valid(*made);
}

bool rsa_signature_answers() {
    using namespace self_test_vectors;
    return signature_answers(PrivateKey::from_der(base64(kRsaKey)),
                             {SignatureScheme::rsa_pkcs1_sha256, MessageForm::raw, as_bytes(kRsaPlaintext)},
                             base64(kRsaSignature));
}

bool ecdsa_answers() {
    using namespace self_test_vectors;
    return signature_answers(PrivateKey::from_scalar(AsymmetricAlgorithm::ec_p256, hex(kP256Scalar)),
                             {SignatureScheme::ecdsa_sha256, MessageForm::raw, as_bytes("sample")},
                             base64(kP256Signature));
}

bool sm2_signature_answers() {
    using namespace self_test_vectors;
    return signature_answers(PrivateKey::from_der(base64(kSm2Key)),
                             {SignatureScheme::sm2_sm3, MessageForm::raw, as_bytes("message digest")},
                             base64(kSm2Signature));
}

bool ed25519_answers() {
    using namespace self_test_vectors;
    return signature_answers(PrivateKey::from_der(base64(kEd25519Key)),
                             {SignatureScheme::ed25519, MessageForm::raw, {}}, base64(kEd25519Signature));
}

constexpr Check kSymmetricChecks[]{
    {"SHA-256", sha256_answers},
    {"SM3", sm3_answers},
    {"HMAC-SHA-256", hmac_sha256_answers},
    {"HMAC-SM3", hmac_sm3_answers},
    {"HKDF-SHA-256", hkdf_sha256_answers},
    {"AES-256-GCM", aes256_gcm_answers},
    {"SM4", sm4_answers},
    {"sealing with AES", [] { return suite_round_trips(Suite::aes256_gcm); }},
    {"sealing with SM4", [] { return suite_round_trips(Suite::sm4_ctr_hmac_sm3); }},
};

constexpr Check kAsymmetricChecks[]{
    {"RSA-OAEP", rsa_oaep_answers},
    {"SM2", sm2_answers},
    {"RSA signatures", rsa_signature_answers},
    {"ECDSA", ecdsa_answers},
    {"SM2 signatures", sm2_signature_answers},
    {"Ed25519", ed25519_answers},
};

}  // namespace

std::vector<std::string> symmetric_self_test() { return failures_of(kSymmetricChecks); }

std::vector<std::string> asymmetric_self_test() { return failures_of(kAsymmetricChecks); }

}  // namespace tandem::crypto
