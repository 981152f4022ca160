#pragma once
// How a sealed message is written down: docs/formats.md, "How a dialect writes it down". Byte layouts only; the
// cryptography is crypto/sealing.hpp. Both shapes have fixed offsets and one spelling for each message.

#include "tandem/base/bytes.hpp"
#include "tandem/base/error.hpp"
#include "tandem/base/ids.hpp"

#include <array>
#include <cstdint>

namespace tandem::keys {

// Bound into every message as its "family".
enum class Shape : std::uint8_t {
    three_piece = 1,  // three base64 texts joined by "-k-"
    trailed = 2,      // one byte string with the key id near its end and a closing SHA-256
};

enum class Purpose : std::uint8_t { message = 0, data_key = 1, unaligned_data_key = 2 };

inline constexpr std::size_t kEnvelopeSaltBytes = 16;
inline constexpr std::size_t kEnvelopeProofBytes = 32;
inline constexpr std::size_t kMaxCiphertextBytes = 4112;   // of 4,096 padded bytes
inline constexpr std::uint32_t kMaxVersion = 0x00ff'ffff;  // what the trailed shape can hold

// What an envelope says in clear. The wire does not tell every purpose: the three-piece shape has only `message`, and a
// trailed message that was read says `unaligned_data_key` or else `message`, which may be a data_key too. Whoever
// opens it binds the purpose that they expect, and a wrong one does not open.
struct EnvelopeHeader {
    Shape shape;
    Purpose purpose;
    std::uint8_t suite;
    std::uint32_t version;
    KeyId key;
};

using InstallationId = std::array<std::uint8_t, 16>;

// A message on the way out: fill `salt`, `proof` and `ciphertext()`, then encode.
class Envelope {
  public:
    // Nothing is initialised: 4 KiB that a caller keeps on its stack.
    Envelope() noexcept {}

    // Begins a message. ciphertext_bytes <= kMaxCiphertextBytes.
    void begin(const EnvelopeHeader& header, const InstallationId& installation, std::size_t ciphertext_bytes) noexcept;

    // Reads a message: every length, constant and reserved byte is checked, and the base64 must be canonical. A
    // ciphertext is 1 to 257 blocks of 16 bytes. The trailed shape's closing SHA-256 is the caller's to check. After an
    // error the envelope holds nothing of use. Error: ciphertext_malformed.
    [[nodiscard]] Result<void> read_three_piece(std::string_view text);
    [[nodiscard]] Result<void> read_trailed(ByteView bytes);

    [[nodiscard]] const EnvelopeHeader& header() const noexcept { return header_; }
    [[nodiscard]] MutableBytes salt() noexcept;
    [[nodiscard]] MutableBytes ciphertext() noexcept;
    [[nodiscard]] std::span<std::uint8_t, kEnvelopeProofBytes> proof() noexcept;

    // Every wire byte but salt, ciphertext, proof and the closing digest, in wire order, at most 64 bytes a shape.
    // Returns the number of bytes written.
    std::size_t fixed_bytes_to(std::span<std::uint8_t, 96> to) const noexcept;

    // The whole wire form. `to` must hold encoded_length(). In the trailed form the last 32 bytes are left for the
    // SHA-256 of all before them, which the caller writes.
    [[nodiscard]] std::size_t encoded_length() const noexcept;
    char* encode_three_piece_to(char* to) const noexcept;
    void encode_trailed_to(MutableBytes to) const noexcept;

  private:
    [[nodiscard]] ByteView body() const noexcept;

    EnvelopeHeader header_;
    InstallationId installation_;  // zeros in the trailed shape
    std::array<std::uint8_t, kEnvelopeProofBytes> proof_;
    std::size_t ciphertext_bytes_;
    // Lead 4 ‖ salt 16 ‖ ciphertext: the third piece of one shape and the beginning of the other, so neither needs a
    // copy. Room for what the longest base64 text can decode to.
    std::array<std::uint8_t, 4 + kEnvelopeSaltBytes + kMaxCiphertextBytes + 2> body_;
};

}  // namespace tandem::keys
