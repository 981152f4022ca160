#include "tandem/keys/envelope.hpp"

#include "tandem/base/encoding.hpp"

#include "support/hex.hpp"
#include "support/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tandem::keys {
namespace {

using test::FailsWith;
using test::from_hex;
using test::Succeeds;

const KeyId kKey = KeyId::parse("01234567-89ab-cdef-0123-456789abcdef").value();
constexpr InstallationId kInstallation{0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7,
                                       0xa8, 0xa9, 0xaa, 0xab, 0xac, 0xad, 0xae, 0xaf};

// An envelope whose parts are told apart at a glance: salt 11, proof 22, ciphertext 33.
Envelope filled(const EnvelopeHeader& header, std::size_t ciphertext_bytes) {
    Envelope envelope;
    envelope.begin(header, kInstallation, ciphertext_bytes);
    std::ranges::fill(envelope.salt(), 0x11);
    std::ranges::fill(envelope.proof(), 0x22);
    std::ranges::fill(envelope.ciphertext(), 0x33);
    return envelope;
}

EnvelopeHeader three_piece_header(std::uint32_t version = 0x01020304) {
    return {Shape::three_piece, Purpose::message, 1, version, kKey};
}
EnvelopeHeader trailed_header(Purpose purpose = Purpose::message) {
    return {Shape::trailed, purpose, 1, 0x00bbccdd, kKey};
}

std::string three_piece_text(const Envelope& envelope) {
    std::string text(envelope.encoded_length(), '\0');
    EXPECT_EQ(envelope.encode_three_piece_to(text.data()), text.data() + text.size());
    return text;
}

// The bytes with zeros where the closing digest belongs.
Bytes trailed_bytes(const Envelope& envelope) {
    Bytes bytes(envelope.encoded_length());
    envelope.encode_trailed_to(bytes);
    return bytes;
}

std::string fixed_bytes(const Envelope& envelope) {
    std::array<std::uint8_t, 96> to;
    return hex_encode(ByteView{to}.first(envelope.fixed_bytes_to(to)));
}

void expect_same_header(const EnvelopeHeader& a, const EnvelopeHeader& b) {
    EXPECT_EQ(a.shape, b.shape);
    EXPECT_EQ(a.purpose, b.purpose);
    EXPECT_EQ(a.suite, b.suite);
    EXPECT_EQ(a.version, b.version);
    EXPECT_EQ(a.key, b.key);
}

void expect_filled(Envelope& envelope, std::size_t ciphertext_bytes) {
    EXPECT_TRUE(std::ranges::equal(envelope.salt(), Bytes(16, 0x11)));
    EXPECT_TRUE(std::ranges::equal(envelope.proof(), Bytes(32, 0x22)));
    EXPECT_TRUE(std::ranges::equal(envelope.ciphertext(), Bytes(ciphertext_bytes, 0x33)));
}

std::string repeated(std::string_view digits, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += digits;
    return text;
}

// ---- lengths, as real clients check them ----

TEST(EnvelopeLength, is_the_vendors_for_every_plaintext) {
    struct Row {
        std::size_t ciphertext, trailed, three_piece;
    };
    // Ciphertexts of 1 or 5, 16, 1,024 and 4,096 padded bytes.
    for (const Row& row : {Row{16, 140, 166}, Row{32, 156, 190}, Row{1040, 1164, 1534}, Row{4112, 4236, 5630}}) {
        EXPECT_EQ(filled(trailed_header(), row.ciphertext).encoded_length(), row.trailed);
        EXPECT_EQ(filled(three_piece_header(), row.ciphertext).encoded_length(), row.three_piece);
    }
}

// ---- trailed ----

TEST(TrailedEnvelope, has_this_layout) {
    const std::string expected = "02006800" + repeated("11", 16) + repeated("33", 16) + repeated("22", 32) +
                                 hex_encode(as_bytes("01234567-89ab-cdef-0123-456789abcdef")) + "ddccbb01" +
                                 repeated("00", 32);
    EXPECT_EQ(hex_encode(trailed_bytes(filled(trailed_header(), 16))), expected);
}

TEST(TrailedEnvelope, counts_in_little_endian) {
    const Bytes bytes = trailed_bytes(filled(trailed_header(), 4112));
    EXPECT_EQ(hex_encode(ByteView{bytes}.first(4)), "02006810");  // 88 + 4112 = 0x1068
}

TEST(TrailedEnvelope, marks_only_unaligned_data_keys) {
    const auto last_byte = [](Purpose purpose) { return trailed_bytes(filled(trailed_header(purpose), 16))[107]; };
    EXPECT_EQ(last_byte(Purpose::message), 0x01);
    EXPECT_EQ(last_byte(Purpose::data_key), 0x01);
    EXPECT_EQ(last_byte(Purpose::unaligned_data_key), 0x81);
}

TEST(TrailedEnvelope, is_read_back) {
    for (const std::size_t size : {16U, 32U, 4096U, 4112U}) {
        Envelope envelope;
        ASSERT_THAT(envelope.read_trailed(trailed_bytes(filled(trailed_header(), size))), Succeeds());
        expect_same_header(envelope.header(), trailed_header());
        expect_filled(envelope, size);
        EXPECT_EQ(trailed_bytes(envelope), trailed_bytes(filled(trailed_header(), size)));
    }
}

TEST(TrailedEnvelope, read_back_tells_no_data_key_of_whole_blocks_from_a_message) {
    const std::pair<Purpose, Purpose> purposes[] = {{Purpose::message, Purpose::message},
                                                    {Purpose::data_key, Purpose::message},
                                                    {Purpose::unaligned_data_key, Purpose::unaligned_data_key}};
    for (const auto& [written, read] : purposes) {
        Envelope envelope;
        ASSERT_THAT(envelope.read_trailed(trailed_bytes(filled(trailed_header(written), 16))), Succeeds());
        EXPECT_EQ(envelope.header().purpose, read);
    }
}

TEST(TrailedEnvelope, fixed_bytes_are_all_but_salt_ciphertext_proof_and_digest) {
    EXPECT_EQ(fixed_bytes(filled(trailed_header(), 16)),
              "02006800" + hex_encode(as_bytes("01234567-89ab-cdef-0123-456789abcdef")) + "ddccbb01");
}

TEST(TrailedEnvelope, fixed_bytes_are_the_same_when_read_back) {
    const Envelope written = filled(trailed_header(Purpose::unaligned_data_key), 48);
    Envelope read;
    ASSERT_THAT(read.read_trailed(trailed_bytes(written)), Succeeds());
    EXPECT_EQ(fixed_bytes(read), fixed_bytes(written));
}

TEST(TrailedEnvelope, refuses_every_length_but_whole_blocks) {
    const Bytes longest = trailed_bytes(filled(trailed_header(), 4112));
    for (std::size_t size = 0; size < longest.size(); ++size) {
        Envelope envelope;
        EXPECT_THAT(envelope.read_trailed(ByteView{longest}.first(size)), FailsWith(ErrorCode::ciphertext_malformed));
    }
    for (const std::size_t more : {1U, 16U}) {
        Bytes longer = longest;
        longer.resize(longest.size() + more);
        longer[2] = static_cast<std::uint8_t>(longer[2] + more);
        Envelope envelope;
        EXPECT_THAT(envelope.read_trailed(longer), FailsWith(ErrorCode::ciphertext_malformed));
    }
}

TEST(TrailedEnvelope, refuses_every_altered_byte_of_its_beginning) {
    for (std::size_t at = 0; at < 4; ++at) {
        for (int difference = 1; difference < 256; ++difference) {
            Bytes bytes = trailed_bytes(filled(trailed_header(), 16));
            bytes[at] ^= static_cast<std::uint8_t>(difference);
            Envelope envelope;
            EXPECT_THAT(envelope.read_trailed(bytes), FailsWith(ErrorCode::ciphertext_malformed));
        }
    }
}

TEST(TrailedEnvelope, refuses_a_key_id_in_upper_case) {
    Bytes bytes = trailed_bytes(filled(trailed_header(), 16));
    ASSERT_EQ(bytes[68 + 11], 'a');
    bytes[68 + 11] = 'A';
    Envelope envelope;
    EXPECT_THAT(envelope.read_trailed(bytes), FailsWith(ErrorCode::ciphertext_malformed));
}

TEST(TrailedEnvelope, every_altered_byte_is_refused_or_seen) {
    const Bytes bytes = trailed_bytes(filled(trailed_header(), 16));
    for (std::size_t at = 0; at < bytes.size() - 32; ++at) {
        Bytes altered = bytes;
        altered[at] ^= 0x01;
        Envelope envelope;
        EXPECT_TRUE(envelope.read_trailed(altered).has_error() || trailed_bytes(envelope) == altered) << at;
    }
}

// ---- three pieces ----

TEST(ThreePieceEnvelope, has_this_layout) {
    const std::string text = three_piece_text(filled(three_piece_header(), 16));
    const std::string first =
        "0101"
        "0123456789abcdef0123456789abcdef"
        "01020304" +
        repeated("22", 32) + repeated("00", 10);
    const std::string third = "00000000" + repeated("11", 16) + repeated("33", 16);
    EXPECT_EQ(text, base64_encode(from_hex(first)) + "-k-" + base64_encode(kInstallation) + "-k-" +
                        base64_encode(from_hex(third)));
}

TEST(ThreePieceEnvelope, is_read_back) {
    for (const std::size_t size : {16U, 32U, 48U, 4096U, 4112U}) {
        for (const std::uint32_t version : {0U, 1U, 0xffff'ffffU}) {
            const Envelope written = filled(three_piece_header(version), size);
            Envelope envelope;
            ASSERT_THAT(envelope.read_three_piece(three_piece_text(written)), Succeeds());
            expect_same_header(envelope.header(), three_piece_header(version));
            expect_filled(envelope, size);
            EXPECT_EQ(three_piece_text(envelope), three_piece_text(written));
            EXPECT_EQ(fixed_bytes(envelope), fixed_bytes(written));
        }
    }
}

TEST(ThreePieceEnvelope, fixed_bytes_are_all_but_salt_ciphertext_and_proof) {
    EXPECT_EQ(fixed_bytes(filled(three_piece_header(), 16)),
              "0101"
              "0123456789abcdef0123456789abcdef"
              "01020304" +
                  repeated("00", 10) + hex_encode(kInstallation) + "00000000");
}

TEST(ThreePieceEnvelope, refuses_every_cut_text) {
    const std::string text = three_piece_text(filled(three_piece_header(), 16));
    for (std::size_t size = 0; size < text.size(); ++size) {
        Envelope envelope;
        EXPECT_THAT(envelope.read_three_piece(std::string_view{text}.substr(0, size)),
                    FailsWith(ErrorCode::ciphertext_malformed));
    }
}

TEST(ThreePieceEnvelope, refuses_lengths_that_are_not_whole_blocks_or_too_many) {
    const std::string text = three_piece_text(filled(three_piece_header(), 16));
    for (const std::size_t size : {0U, 1U, 15U, 17U, 31U, 4111U, 4113U, 4128U, 100'000U}) {
        const std::string third = base64_encode(Bytes(20 + size));
        Envelope envelope;
        EXPECT_THAT(envelope.read_three_piece(text.substr(0, 118) + third), FailsWith(ErrorCode::ciphertext_malformed))
            << size;
    }
}

TEST(ThreePieceEnvelope, every_altered_character_is_refused_or_seen) {
    const std::string text = three_piece_text(filled(three_piece_header(), 32));
    for (std::size_t at = 0; at < text.size(); ++at) {
        for (const char character : {'A', 'B', 'Q', 'g', '4', '+', '/', '-', '_', '=', ' ', '\n', '\0'}) {
            if (text[at] == character) continue;
            std::string altered = text;
            altered[at] = character;
            Envelope envelope;
            EXPECT_TRUE(envelope.read_three_piece(altered).has_error() || three_piece_text(envelope) == altered) << at;
        }
    }
}

TEST(ThreePieceEnvelope, refuses_reserved_bytes_that_are_not_zero) {
    Bytes first = from_hex(
        "0101"
        "0123456789abcdef0123456789abcdef"
        "01020304");
    first.resize(64);
    const std::string second = base64_encode(kInstallation);
    const auto read = [&](const Bytes& first_piece, const Bytes& third_piece) {
        std::string text = base64_encode(first_piece);
        text += "-k-";
        text += second;
        text += "-k-";
        text += base64_encode(third_piece);
        Envelope envelope;
        return envelope.read_three_piece(text);
    };
    EXPECT_THAT(read(first, Bytes(36)), Succeeds());
    for (std::size_t at = 54; at < 64; ++at) {
        Bytes altered = first;
        altered[at] = 1;
        EXPECT_THAT(read(altered, Bytes(36)), FailsWith(ErrorCode::ciphertext_malformed)) << at;
    }
    for (std::size_t at = 0; at < 4; ++at) {
        Bytes altered(36);
        altered[at] = 1;
        EXPECT_THAT(read(first, altered), FailsWith(ErrorCode::ciphertext_malformed)) << at;
    }
    Bytes other_format = first;
    other_format[0] = 2;
    EXPECT_THAT(read(other_format, Bytes(36)), FailsWith(ErrorCode::ciphertext_malformed));
}

TEST(ThreePieceEnvelope, refuses_other_spellings_of_the_same_bytes) {
    const std::string text = three_piece_text(filled(three_piece_header(), 32));
    ASSERT_TRUE(text.ends_with("Mw=="));
    const std::string body = text.substr(0, text.size() - 4);
    for (const char* ending : {"Mx==", "Mz==", "Mw=", "Mw", "Mw= =", "Mw==\n", "Mw====", "MwA=", "M\nw=="}) {
        std::string spelling = body;
        spelling += ending;
        Envelope envelope;
        EXPECT_THAT(envelope.read_three_piece(spelling), FailsWith(ErrorCode::ciphertext_malformed)) << ending;
    }
}

TEST(ThreePieceEnvelope, refuses_pieces_joined_otherwise) {
    const std::string text = three_piece_text(filled(three_piece_header(), 16));
    const std::string first = text.substr(0, 88);
    const std::string second = text.substr(91, 24);
    const std::string third = text.substr(118);
    for (const auto& joint : {"", "-", "-K-", "_k_", "-k-k-"}) {
        std::string other = first;
        other.append(joint).append(second).append(joint).append(third);
        Envelope envelope;
        EXPECT_THAT(envelope.read_three_piece(other), FailsWith(ErrorCode::ciphertext_malformed)) << joint;
    }
    Envelope envelope;
    std::string swapped = second;
    swapped.append("-k-").append(first).append("-k-").append(third);
    EXPECT_THAT(envelope.read_three_piece(swapped), FailsWith(ErrorCode::ciphertext_malformed));
}

TEST(Envelope, one_shape_is_not_read_as_the_other) {
    const Bytes trailed = trailed_bytes(filled(trailed_header(), 16));
    const std::string text = three_piece_text(filled(three_piece_header(), 16));
    Envelope envelope;
    EXPECT_THAT(envelope.read_three_piece(base64_encode(trailed)), FailsWith(ErrorCode::ciphertext_malformed));
    EXPECT_THAT(envelope.read_trailed(as_bytes(text)), FailsWith(ErrorCode::ciphertext_malformed));
}

}  // namespace
}  // namespace tandem::keys
