// SM2 encryption, GB/T 32918.4. OpenSSL writes and reads the ASN.1 form of GB/T 35276 alone; the raw form is made from
// it and turned back into it.

#include "tandem/crypto/asymmetric.hpp"

#include "openssl.hpp"

#include <algorithm>
#include <optional>

namespace tandem::crypto {
namespace {

constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kHashBytes = 32;
constexpr std::uint8_t kUncompressedPoint = 0x04;
constexpr std::size_t kRawOverhead = 1 + 2 * kCoordinateBytes + kHashBytes;

enum DerTag : std::uint8_t { kInteger = 0x02, kOctetString = 0x04, kSequence = 0x30 };

// ---- a strict reader and a writer of the few DER elements needed ----

// Takes one element of `tag` off the front of `from` and returns its content. Nothing when it is not DER.
std::optional<ByteView> take_element(ByteView& from, DerTag tag) {
    if (from.size() < 2 || from[0] != tag) return std::nullopt;
    std::size_t length = from[1];
    std::size_t header = 2;
    if (length >= 0x80) {
        const std::size_t length_bytes = length & 0x7f;
        if (length_bytes == 0 || length_bytes > 3 || from.size() < 2 + length_bytes) return std::nullopt;
        length = 0;
        for (std::size_t i = 0; i < length_bytes; ++i) length = length << 8 | from[2 + i];
        const std::size_t smallest = length_bytes == 1 ? 0x80 : std::size_t{1} << (8 * (length_bytes - 1));
        if (length < smallest) return std::nullopt;
        header += length_bytes;
    }
    if (from.size() - header < length) return std::nullopt;
    const ByteView content = from.subspan(header, length);
    from = from.subspan(header + length);
    return content;
}

// A coordinate: a DER integer from 0 to 2^256 - 1, without its sign byte.
std::optional<ByteView> take_coordinate(ByteView& from) {
    const auto integer = take_element(from, kInteger);
    if (!integer || integer->empty()) return std::nullopt;
    const bool negative = ((*integer)[0] & 0x80) != 0;
    const bool has_zero_byte = (*integer)[0] == 0 && integer->size() > 1;
    if (negative || (has_zero_byte && ((*integer)[1] & 0x80) == 0)) return std::nullopt;
    const ByteView digits = integer->subspan(has_zero_byte ? 1 : 0);
    if (digits.size() > kCoordinateBytes) return std::nullopt;
    return digits;
}

void append_header(Bytes& to, DerTag tag, std::size_t length) {
    to.push_back(tag);
    if (length < 0x80) {
        to.push_back(static_cast<std::uint8_t>(length));
        return;
    }
    std::uint8_t length_bytes = 1;
    while (length_bytes < sizeof length && length >> (8 * length_bytes) != 0) ++length_bytes;
    to.push_back(static_cast<std::uint8_t>(0x80 | length_bytes));
    for (int i = length_bytes - 1; i >= 0; --i) to.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
}

void append_coordinate(Bytes& to, ByteView coordinate) {
    while (coordinate.size() > 1 && coordinate[0] == 0) coordinate = coordinate.subspan(1);
    const bool needs_zero_byte = (coordinate[0] & 0x80) != 0;
    append_header(to, kInteger, coordinate.size() + (needs_zero_byte ? 1 : 0));
    if (needs_zero_byte) to.push_back(0);
    append(to, coordinate);
}

Error malformed() { return fail(ErrorCode::ciphertext_malformed, {}, "not an SM2 ciphertext"); }

Error sm2_decryption_failed() { return failure(ErrorCode::asymmetric_decryption_failed); }

// Hint at what is wrong with a ciphertext that is no ASN.1, for whoever made it. Other libraries write C1 ‖ C3 ‖ C2 or
// the older C1 ‖ C2 ‖ C3, some of them without the first byte of C1. The form is no secret.
Error not_asn1(ByteView ciphertext) {
    std::string_view hint;
    if (ciphertext.size() > kRawOverhead && ciphertext[0] == kUncompressedPoint)
        hint =
            "this is the raw form of SM2 (04, x, y, then hash and text); ASN.1 DER is needed, a SEQUENCE of x, y, hash "
            "and text";
    else if (ciphertext.size() >= kRawOverhead && ciphertext[0] != kSequence && ciphertext[0] != kUncompressedPoint)
        hint =
            "this is no ASN.1 DER, perhaps the raw form of SM2 without its first byte 04; a SEQUENCE of x, y, hash and "
            "text is needed";
    return failure(ErrorCode::asymmetric_decryption_failed, hint);
}
Error encryption_failed() { return failure(ErrorCode::encryption_failed, "SM2 encryption"); }

}  // namespace

Result<Bytes> sm2_asn1_to_raw(ByteView asn1) {
    const auto sequence = take_element(asn1, kSequence);
    if (!sequence || !asn1.empty()) return malformed();
    ByteView left = *sequence;
    const auto x = take_coordinate(left);
    if (!x) return malformed();
    const auto y = take_coordinate(left);
    if (!y) return malformed();
    const auto hash = take_element(left, kOctetString);
    if (!hash || hash->size() != kHashBytes) return malformed();
    const auto ciphertext = take_element(left, kOctetString);
    if (!ciphertext || ciphertext->empty() || !left.empty()) return malformed();

    Bytes raw(kRawOverhead + ciphertext->size());
    raw[0] = kUncompressedPoint;
    std::ranges::copy(*x, raw.begin() + 1 + (kCoordinateBytes - x->size()));
    std::ranges::copy(*y, raw.begin() + 1 + kCoordinateBytes + (kCoordinateBytes - y->size()));
    const auto after_hash = std::ranges::copy(*hash, raw.begin() + 1 + 2 * kCoordinateBytes).out;
    std::ranges::copy(*ciphertext, after_hash);
    return raw;
}

Result<Bytes> sm2_raw_to_asn1(ByteView raw) {
    constexpr std::size_t kMaxRaw = std::size_t{1} << 20;  // far above any request
    if (raw.size() <= kRawOverhead || raw.size() > kMaxRaw || raw[0] != kUncompressedPoint) return malformed();
    const ByteView hash = raw.subspan(1 + 2 * kCoordinateBytes, kHashBytes);
    const ByteView ciphertext = raw.subspan(kRawOverhead);
    Bytes content;
    append_coordinate(content, raw.subspan(1, kCoordinateBytes));
    append_coordinate(content, raw.subspan(1 + kCoordinateBytes, kCoordinateBytes));
    append_header(content, kOctetString, hash.size());
    append(content, hash);
    append_header(content, kOctetString, ciphertext.size());
    append(content, ciphertext);
    Bytes asn1;
    append_header(asn1, kSequence, content.size());
    append(asn1, content);
    return asn1;
}

Result<Bytes> PublicKey::sm2_encrypt(Sm2Form form, ByteView plaintext) const {
    if (!is_sm2() || plaintext.empty()) return encryption_failed();
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    std::size_t size = 0;
    if (!context || EVP_PKEY_encrypt_init(context.get()) != 1 ||
        EVP_PKEY_encrypt(context.get(), nullptr, &size, plaintext.data(), plaintext.size()) != 1) {
        return encryption_failed();
    }
    Bytes asn1(size);
    if (EVP_PKEY_encrypt(context.get(), asn1.data(), &size, plaintext.data(), plaintext.size()) != 1) {
        return encryption_failed();
    }
    asn1.resize(size);
    if (form == Sm2Form::asn1) return asn1;
    return sm2_asn1_to_raw(asn1);
}

Result<SecretBytes> PrivateKey::sm2_decrypt(Sm2Form form, ByteView ciphertext) const {
    if (EVP_PKEY_is_a(key_.get(), "SM2") != 1) return sm2_decryption_failed();
    // Through the raw form even when it came as ASN.1: OpenSSL's reader is laxer than DER.
    const Result<Bytes> asn1 = form == Sm2Form::asn1 ? sm2_asn1_to_raw(ciphertext) : sm2_raw_to_asn1(ciphertext);
    if (asn1.has_error()) return form == Sm2Form::asn1 ? not_asn1(ciphertext) : sm2_decryption_failed();
    const ByteView input = form == Sm2Form::asn1 ? ciphertext : ByteView{*asn1};
    const PkeyContext context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    std::size_t size = 0;
    if (!context || EVP_PKEY_decrypt_init(context.get()) != 1 ||
        EVP_PKEY_decrypt(context.get(), nullptr, &size, input.data(), input.size()) != 1) {
        return sm2_decryption_failed();
    }
    SecretBytes plaintext{size};
    std::uint8_t* const to = plaintext.expose_secret_for_writing().data();
    if (EVP_PKEY_decrypt(context.get(), to, &size, input.data(), input.size()) != 1) return sm2_decryption_failed();
    plaintext.shrink_to(size);
    return plaintext;
}

}  // namespace tandem::crypto
