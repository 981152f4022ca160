// Making keys and reading and writing their encodings. What they do is in rsa.cpp and sm2.cpp.

#include "tandem/crypto/asymmetric.hpp"

#include "tandem/base/encoding.hpp"

#include "openssl.hpp"

#include <climits>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <array>

namespace tandem::crypto {
namespace {

constexpr std::size_t kMinRsaBits = 2048;
constexpr std::size_t kMaxRsaBits = 8192;  // a longer one from a client costs more than it is worth
constexpr std::size_t kPemLine = 64;

using Pkcs8 = std::unique_ptr<PKCS8_PRIV_KEY_INFO, Freer<PKCS8_PRIV_KEY_INFO_free>>;

// Parameters of OpenSSL's generation, by AsymmetricAlgorithm.
struct GenerationRow {
    const char* type;
    int rsa_bits;
    const char* group;
};
constexpr std::array<GenerationRow, 9> kGeneration{{
    {"RSA", 2048, nullptr},
    {"RSA", 3072, nullptr},
    {"RSA", 4096, nullptr},
    {"SM2", 0, nullptr},
    {"EC", 0, "P-256"},
    {"EC", 0, "P-384"},
    {"EC", 0, "secp256k1"},
    {"ED25519", 0, nullptr},
    {"EC", 0, "P-521"},
}};

// Asked between the candidates for a prime, every few milliseconds; 0 ends the search.
int goes_on(EVP_PKEY_CTX* context) noexcept {
    const auto* stop = static_cast<const std::stop_token*>(EVP_PKEY_CTX_get_app_data(context));
    return stop->stop_requested() ? 0 : 1;
}

// Null only when `stop` asked for that.
PkeyPointer generate_key(const GenerationRow& row, std::stop_token stop) {
    const PkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, row.type, nullptr)};
    require(context != nullptr && EVP_PKEY_keygen_init(context.get()) == 1, "EVP_PKEY_keygen_init");
    if (row.rsa_bits != 0)
        require(EVP_PKEY_CTX_set_rsa_keygen_bits(context.get(), row.rsa_bits) == 1, "EVP_PKEY_CTX_set_rsa_keygen_bits");
    if (row.group != nullptr)
        require(EVP_PKEY_CTX_set_group_name(context.get(), row.group) == 1, "EVP_PKEY_CTX_set_group_name");
    if (stop.stop_possible()) {
        EVP_PKEY_CTX_set_app_data(context.get(), &stop);
        EVP_PKEY_CTX_set_cb(context.get(), goes_on);
    }
    EVP_PKEY* key = nullptr;
    const bool made = EVP_PKEY_generate(context.get(), &key) == 1;
    require(made || stop.stop_requested(), "EVP_PKEY_generate");
    return PkeyPointer{key};
}

Error public_key_invalid(std::string_view detail) { return failure(ErrorCode::public_key_invalid, detail); }
Error private_key_invalid() { return failure(ErrorCode::internal, "not a PKCS#8 private key"); }

Bytes public_der(const EVP_PKEY* key) {
    std::uint8_t* der = nullptr;
    const int size = i2d_PUBKEY(key, &der);
    require(size > 0, "i2d_PUBKEY");
    Bytes bytes(der, der + size);
    OPENSSL_free(der);
    return bytes;
}

}  // namespace

void PkeyDeleter::operator()(EVP_PKEY* key) const noexcept { EVP_PKEY_free(key); }

// ---- public ----

Result<PublicKey> PublicKey::from_der(ByteView spki) {
    const std::uint8_t* at = spki.data();
    if (spki.empty() || spki.size() > LONG_MAX) return public_key_invalid("not a SubjectPublicKeyInfo");
    PkeyPointer key{d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size()))};
    if (!key || at != spki.data() + spki.size()) return public_key_invalid("not a SubjectPublicKeyInfo");
    PublicKey parsed{std::move(key)};
    if (parsed.is_rsa() && (parsed.bits() < kMinRsaBits || parsed.bits() > kMaxRsaBits)) {
        return public_key_invalid("RSA modulus too short or too long");
    }
    return parsed;
}

Result<PublicKey> PublicKey::from_pem(std::string_view pem) {
    if (pem.empty() || pem.size() > INT_MAX) return public_key_invalid("not PEM");
    const Bio bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    require(bio != nullptr, "BIO_new_mem_buf");
    // The bare reader: those that know key types would ask the terminal for the passphrase of an encrypted PEM.
    char* name = nullptr;
    char* header = nullptr;
    std::uint8_t* data = nullptr;
    long size = 0;
    if (PEM_read_bio(bio.get(), &name, &header, &data, &size) != 1) return public_key_invalid("not PEM");
    const bool plain_public_key = std::string_view{name} == PEM_STRING_PUBLIC && *header == '\0';
    Bytes der(data, data + size);
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_free(data);
    if (!plain_public_key) return public_key_invalid("not a PEM of type PUBLIC KEY");
    return from_der(der);
}

bool PublicKey::is_rsa() const noexcept { return EVP_PKEY_is_a(key_.get(), "RSA") == 1; }

bool PublicKey::is_sm2() const noexcept { return EVP_PKEY_is_a(key_.get(), "SM2") == 1; }

std::size_t PublicKey::bits() const noexcept { return static_cast<std::size_t>(EVP_PKEY_get_bits(key_.get())); }

Bytes PublicKey::to_der() const { return public_der(key_.get()); }

std::string PublicKey::to_pem() const {
    const std::string text = base64_encode(to_der());
    std::string pem = "-----BEGIN PUBLIC KEY-----\n";
    for (std::size_t at = 0; at < text.size(); at += kPemLine) pem.append(text, at, kPemLine).append("\n");
    return pem.append("-----END PUBLIC KEY-----\n");
}

// ---- private ----

Result<PrivateKey> PrivateKey::generate(AsymmetricAlgorithm algorithm, const std::stop_token& stop) {
    PkeyPointer key = generate_key(kGeneration[static_cast<std::size_t>(algorithm)], stop);
    if (key == nullptr) return failure(ErrorCode::overloaded, "the making of a key was stopped");
    return PrivateKey{std::move(key)};
}

Result<PrivateKey> PrivateKey::from_der(ByteView pkcs8) {
    const std::uint8_t* at = pkcs8.data();
    if (pkcs8.empty() || pkcs8.size() > LONG_MAX) return private_key_invalid();
    const Pkcs8 info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(pkcs8.size()))};
    if (!info || at != pkcs8.data() + pkcs8.size()) return private_key_invalid();
    PkeyPointer key{EVP_PKCS82PKEY(info.get())};
    if (!key) return private_key_invalid();
    return PrivateKey{std::move(key)};
}

SecretBytes PrivateKey::to_der() const {
    const Pkcs8 info{EVP_PKEY2PKCS8(key_.get())};
    require(info != nullptr, "EVP_PKEY2PKCS8");
    const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
    require(size > 0, "i2d_PKCS8_PRIV_KEY_INFO");
    SecretBytes der{static_cast<std::size_t>(size)};
    std::uint8_t* at = der.expose_secret_for_writing().data();
    require(i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at) == size, "i2d_PKCS8_PRIV_KEY_INFO");
    return der;
}

Result<PublicKey> PrivateKey::public_key() const { return PublicKey::from_der(public_der(key_.get())); }

}  // namespace tandem::crypto
