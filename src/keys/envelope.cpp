#include "tandem/keys/envelope.hpp"

#include "tandem/base/encoding.hpp"

#include <algorithm>

namespace tandem::keys {
namespace {

constexpr std::size_t kLeadBytes = 4;  // before the salt in both shapes
constexpr std::size_t kBlockBytes = 16;

// The three-piece shape. First piece: format, suite, key id, version, proof, reserved zeros.
constexpr std::uint8_t kFirstPieceFormat = 0x01;
constexpr std::size_t kFirstPieceBytes = 64;
constexpr std::size_t kProofOffset = 22;
constexpr std::size_t kReservedOffset = kProofOffset + kEnvelopeProofBytes;
constexpr std::string_view kJoint = "-k-";
constexpr std::size_t kFirstPieceCharacters = base64_length(kFirstPieceBytes);
constexpr std::size_t kSecondPieceCharacters = base64_length(sizeof(InstallationId));
constexpr std::size_t kSecondPieceOffset = kFirstPieceCharacters + kJoint.size();
constexpr std::size_t kThirdPieceOffset = kSecondPieceOffset + kSecondPieceCharacters + kJoint.size();
static_assert(kThirdPieceOffset == 118);

// The trailed shape.
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kTrailBytes = kUuidLength + 4;  // key id, then version, suite and purpose
constexpr std::size_t kTrailedFixedBytes =
    kLeadBytes + kEnvelopeSaltBytes + kEnvelopeProofBytes + kTrailBytes + kDigestBytes;
static_assert(kTrailedFixedBytes == 124);
constexpr std::size_t kTrailedLengthDifference = 88;  // what its length field counts besides the ciphertext
constexpr std::uint32_t kUnalignedDataKeyBit = 0x8000'0000;

void store_u16_le(std::uint8_t* to, std::size_t value) noexcept {
    to[0] = static_cast<std::uint8_t>(value);
    to[1] = static_cast<std::uint8_t>(value >> 8);
}
void store_u32_le(std::uint8_t* to, std::uint32_t value) noexcept {
    for (int i = 0; i < 4; ++i) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}
std::uint32_t load_u32_le(const std::uint8_t* from) noexcept {
    std::uint32_t value = 0;
    for (int i = 3; i >= 0; --i) value = value << 8 | from[i];
    return value;
}

// Every message is whole blocks: padded, or a data key of whole blocks.
constexpr bool is_ciphertext_length(std::size_t bytes) noexcept {
    return bytes >= kBlockBytes && bytes <= kMaxCiphertextBytes && bytes % kBlockBytes == 0;
}

bool all_zero(ByteView bytes) noexcept {
    return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == 0; });
}

Error malformed(std::string_view detail) { return fail(ErrorCode::ciphertext_malformed, {}, detail); }

std::array<std::uint8_t, kLeadBytes> lead_of(Shape shape, std::size_t ciphertext_bytes) noexcept {
    std::array<std::uint8_t, kLeadBytes> lead{};
    if (shape == Shape::trailed) {
        lead[0] = 0x02;
        store_u16_le(lead.data() + 2, kTrailedLengthDifference + ciphertext_bytes);
    }
    return lead;
}

// The first piece before and after the proof; the proof's place is left zero.
std::array<std::uint8_t, kFirstPieceBytes> first_piece_of(const EnvelopeHeader& header) noexcept {
    std::array<std::uint8_t, kFirstPieceBytes> piece{};
    piece[0] = kFirstPieceFormat;
    piece[1] = header.suite;
    std::ranges::copy(header.key.bytes, piece.begin() + 2);
    store_u32_be(piece.data() + 18, header.version);
    return piece;
}

std::array<std::uint8_t, kTrailBytes> trail_of(const EnvelopeHeader& header) noexcept {
    std::array<std::uint8_t, kTrailBytes> trail;
    format_uuid_to(reinterpret_cast<char*>(trail.data()), header.key.bytes);
    const std::uint32_t bit = header.purpose == Purpose::unaligned_data_key ? kUnalignedDataKeyBit : 0;
    store_u32_le(trail.data() + kUuidLength, header.version | std::uint32_t{header.suite} << 24 | bit);
    return trail;
}

// Copies and returns the end: the layouts are written from front to back.
std::uint8_t* put(std::uint8_t* to, ByteView bytes) noexcept {
    std::memcpy(to, bytes.data(), bytes.size());
    return to + bytes.size();
}

}  // namespace

void Envelope::begin(const EnvelopeHeader& header, const InstallationId& installation,
                     std::size_t ciphertext_bytes) noexcept {
    header_ = header;
    installation_ = installation;
    ciphertext_bytes_ = ciphertext_bytes;
    put(body_.data(), lead_of(header.shape, ciphertext_bytes));
}

MutableBytes Envelope::salt() noexcept { return MutableBytes{body_}.subspan(kLeadBytes, kEnvelopeSaltBytes); }

MutableBytes Envelope::ciphertext() noexcept {
    return MutableBytes{body_}.subspan(kLeadBytes + kEnvelopeSaltBytes, ciphertext_bytes_);
}

std::span<std::uint8_t, kEnvelopeProofBytes> Envelope::proof() noexcept { return proof_; }

ByteView Envelope::body() const noexcept {
    return ByteView{body_}.first(kLeadBytes + kEnvelopeSaltBytes + ciphertext_bytes_);
}

std::size_t Envelope::fixed_bytes_to(std::span<std::uint8_t, 96> to) const noexcept {
    std::uint8_t* end = to.data();
    const ByteView lead = body().first(kLeadBytes);
    if (header_.shape == Shape::trailed) {
        end = put(end, lead);
        end = put(end, trail_of(header_));
    } else {
        const auto piece = first_piece_of(header_);
        end = put(end, ByteView{piece}.first(kProofOffset));
        end = put(end, ByteView{piece}.subspan(kReservedOffset));
        end = put(end, installation_);
        end = put(end, lead);
    }
    return static_cast<std::size_t>(end - to.data());
}

std::size_t Envelope::encoded_length() const noexcept {
    if (header_.shape == Shape::trailed) return kTrailedFixedBytes + ciphertext_bytes_;
    return kThirdPieceOffset + base64_length(body().size());
}

// ---- three pieces ----

char* Envelope::encode_three_piece_to(char* to) const noexcept {
    auto piece = first_piece_of(header_);
    put(piece.data() + kProofOffset, proof_);
    to = base64_encode_to(to, piece);
    to = std::ranges::copy(kJoint, to).out;
    to = base64_encode_to(to, installation_);
    to = std::ranges::copy(kJoint, to).out;
    return base64_encode_to(to, body());
}

Result<void> Envelope::read_three_piece(std::string_view text) {
    if (text.size() <= kThirdPieceOffset) return malformed("too short");
    const std::string_view third = text.substr(kThirdPieceOffset);
    if (third.size() > base64_length(body_.size())) return malformed("too long");
    if (text.substr(kFirstPieceCharacters, kJoint.size()) != kJoint ||
        text.substr(kThirdPieceOffset - kJoint.size(), kJoint.size()) != kJoint) {
        return malformed("not three pieces");
    }

    std::array<std::uint8_t, base64_capacity(kFirstPieceCharacters)> piece;
    std::array<std::uint8_t, base64_capacity(kSecondPieceCharacters)> installation;
    const auto body_bytes = base64_decode_to(body_, third);
    if (base64_decode_to(piece, text.substr(0, kFirstPieceCharacters)) != kFirstPieceBytes ||
        base64_decode_to(installation, text.substr(kSecondPieceOffset, kSecondPieceCharacters)) !=
            installation_.size() ||
        !body_bytes || *body_bytes < kLeadBytes + kEnvelopeSaltBytes) {
        return malformed("a piece is not canonical base64 of the right length");
    }
    const std::size_t ciphertext_bytes = *body_bytes - kLeadBytes - kEnvelopeSaltBytes;
    if (!is_ciphertext_length(ciphertext_bytes)) return malformed("ciphertext length");
    if (piece[0] != kFirstPieceFormat) return malformed("unknown format");
    if (!all_zero(ByteView{piece}.first(kFirstPieceBytes).subspan(kReservedOffset)) ||
        !all_zero(ByteView{body_}.first(kLeadBytes))) {
        return malformed("reserved bytes are not zero");
    }

    header_ = {Shape::three_piece, Purpose::message, piece[1], load_u32_be(piece.data() + 18), {}};
    std::ranges::copy(ByteView{piece}.subspan(2, 16), header_.key.bytes.begin());
    std::ranges::copy(ByteView{piece}.subspan(kProofOffset, kEnvelopeProofBytes), proof_.begin());
    std::ranges::copy(ByteView{installation}.first(installation_.size()), installation_.begin());
    ciphertext_bytes_ = ciphertext_bytes;
    return {};
}

// ---- trailed ----

void Envelope::encode_trailed_to(MutableBytes to) const noexcept {
    std::uint8_t* end = put(to.data(), body());
    end = put(end, proof_);
    put(end, trail_of(header_));
}

Result<void> Envelope::read_trailed(ByteView bytes) {
    if (bytes.size() < kTrailedFixedBytes || !is_ciphertext_length(bytes.size() - kTrailedFixedBytes)) {
        return malformed("length");
    }
    const std::size_t ciphertext_bytes = bytes.size() - kTrailedFixedBytes;
    const std::size_t body_bytes = kLeadBytes + kEnvelopeSaltBytes + ciphertext_bytes;
    if (!std::ranges::equal(bytes.first(kLeadBytes), lead_of(Shape::trailed, ciphertext_bytes))) {
        return malformed("unknown format, or the length field does not fit");
    }
    const ByteView trail = bytes.subspan(body_bytes + kEnvelopeProofBytes);
    const auto key = KeyId::parse(as_text(trail.first(kUuidLength)));
    if (!key) return malformed("not a key id");
    const std::uint32_t word = load_u32_le(trail.data() + kUuidLength);

    header_.shape = Shape::trailed;
    header_.purpose = (word & kUnalignedDataKeyBit) != 0 ? Purpose::unaligned_data_key : Purpose::message;
    header_.suite = static_cast<std::uint8_t>(word >> 24 & 0x7f);
    header_.version = word & kMaxVersion;
    header_.key = *key;
    installation_ = {};
    ciphertext_bytes_ = ciphertext_bytes;
    put(body_.data(), bytes.first(body_bytes));
    put(proof_.data(), bytes.subspan(body_bytes, kEnvelopeProofBytes));
    return {};
}

}  // namespace tandem::keys
