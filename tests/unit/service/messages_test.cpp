#include "tandem/service/actions/messages.hpp"

#include "tandem/crypto/sealing.hpp"
#include "tandem/keys/encryption_context.hpp"

#include "service_test.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <numeric>

namespace tandem::service {
namespace {

using keys::Envelope;
using keys::Purpose;
using keys::Shape;

const ByteView kNoContext = keys::EncryptionContext::canonical_empty();

Bytes sample(std::size_t size) {
    Bytes bytes(size);
    std::iota(bytes.begin(), bytes.end(), std::uint8_t{1});
    return bytes;
}

Bytes context_of(std::string_view key, std::string_view value) {
    keys::EncryptionContext context;
    EXPECT_THAT(context.add_text(key, value), Succeeds());
    return context.canonical();
}

class Messages : public ServiceTest {
  protected:
    Result<Envelope*> seal(const KeyId& key, ByteView plaintext, Shape shape = Shape::three_piece,
                           Purpose purpose = Purpose::message, ByteView context = kNoContext) {
        TANDEM_CHECK(encrypt(
            call(), {.key = at(key), .plaintext = plaintext, .context = context, .shape = shape, .purpose = purpose},
            envelope_));
        return &envelope_;
    }
    Result<Bytes> open(Envelope& envelope, const DecryptInput& input = {.context = kNoContext}) {
        Bytes plaintext(envelope.ciphertext().size());
        TANDEM_TRY(const store::Key* key, find_key(call(), envelope.header().key));
        TANDEM_TRY(const DecryptOutput output, decrypt(call(), *key, input, envelope, plaintext));
        plaintext.resize(output.plaintext_bytes);
        return plaintext;
    }

    std::string text_of(const Envelope& envelope) {
        std::string text(envelope.encoded_length(), '\0');
        envelope.encode_three_piece_to(text.data());
        return text;
    }
    Bytes bytes_of(const Envelope& envelope) {
        Bytes bytes(envelope.encoded_length());
        write_trailed(envelope, bytes);
        return bytes;
    }
    Result<Bytes> open_text(std::string_view text, const DecryptInput& input = {.context = kNoContext}) {
        Envelope envelope;
        TANDEM_CHECK(envelope.read_three_piece(text));
        return open(envelope, input);
    }
    Result<Bytes> open_bytes(ByteView bytes, const DecryptInput& input = {.context = kNoContext}) {
        Envelope envelope;
        TANDEM_CHECK(read_trailed(bytes, envelope));
        return open(envelope, input);
    }

    Envelope envelope_;
};

using Encrypt = Messages;
using Decrypt = Messages;
using Trailed = Messages;

TEST_F(Messages, round_trip_in_both_shapes_under_both_ciphers_at_the_edges_of_blocks_and_limit) {
    for (const KeySpec spec : {KeySpec::aes_256, KeySpec::sm4}) {
        const KeyId key = create(spec).id;
        for (const std::size_t size : {1u, 15u, 16u, 17u, 4095u, 4096u}) {
            const Bytes plaintext = sample(size);
            ASSERT_THAT(seal(key, plaintext), Succeeds());
            EXPECT_EQ(envelope_.ciphertext().size(), 16 * (size / 16 + 1));
            EXPECT_EQ(open_text(text_of(envelope_)).value(), plaintext);
            ASSERT_THAT(seal(key, plaintext, Shape::trailed), Succeeds());
            EXPECT_EQ(open_bytes(bytes_of(envelope_)).value(), plaintext);
        }
    }
}

TEST_F(Messages, are_sealed_as_the_format_says) {
    const Bytes material = sample(32);
    store::Key key;
    key.id = crypto::random_uuid<KeyId>();
    key.name = keys::KeyName::from_random(7);
    key.created = clock_.now();
    commit(store::CreateKey{.key = std::move(key), .material = SecretBytes::copy_of(material), .public_key = {}});
    const KeyId id = store_->keys(tenant_).front()->id;
    const Bytes context = context_of("a", "b");
    ASSERT_THAT(seal(id, sample(5), Shape::trailed, Purpose::message, context), Succeeds());
    const Bytes wire = bytes_of(envelope_);

    // docs/formats.md by hand: info, then the additional authenticated data around it.
    Bytes info;
    append(info, as_bytes("tandem/v1/message"));
    append(info, Bytes{0, 0, 2, 0});
    append(info, id.bytes);
    append_u32_be(info, 0);
    Bytes fixed{0x02, 0x00, 104, 0};  // L = 88 + one block
    append(fixed, as_bytes(id.text()));
    append(fixed, Bytes{0, 0, 0, 0});
    Bytes aad = info;
    append(aad, tenant_.facts.id.bytes);
    append_sized(aad, fixed);
    append_sized(aad, context);
    const crypto::SealingKey sealing_key{crypto::Suite::aes256_gcm, "tandem/v1/message", material};
    Bytes plaintext(16);
    const auto proof = std::span<const std::uint8_t, crypto::kProofBytes>{ByteView{wire}.subspan(36, 32)};
    const auto opened = sealing_key.open(info, ByteView{wire}.subspan(4, 16), {aad}, ByteView{wire}.subspan(20, 16),
                                         proof, crypto::Padding::pkcs7, plaintext);
    ASSERT_EQ(opened, 5u);
    plaintext.resize(5);
    EXPECT_EQ(plaintext, sample(5));
}

TEST_F(Encrypt, gives_another_salt_and_ciphertext_each_time) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(5)), Succeeds());
    const std::string first = text_of(envelope_);
    ASSERT_THAT(seal(key, sample(5)), Succeeds());
    EXPECT_NE(text_of(envelope_), first);
}

TEST_F(Encrypt, takes_plaintexts_of_1_to_4096_bytes) {
    const KeyId key = create().id;
    EXPECT_THAT(seal(key, sample(0)), FailsWith(ErrorCode::plaintext_empty));
    EXPECT_THAT(seal(key, sample(1)), Succeeds());
    EXPECT_THAT(seal(key, sample(4096)), Succeeds());
    EXPECT_THAT(seal(key, sample(4097)), FailsWith(ErrorCode::plaintext_too_long));
}

TEST_F(Encrypt, seals_data_keys_of_whole_blocks_without_padding_and_others_with) {
    const KeyId key = create().id;
    for (const std::size_t size : {16u, 32u, 1024u}) {
        ASSERT_THAT(seal(key, sample(size), Shape::trailed, Purpose::data_key), Succeeds());
        EXPECT_EQ(envelope_.header().purpose, Purpose::data_key);
        EXPECT_EQ(envelope_.ciphertext().size(), size);
    }
    for (const std::size_t size : {1u, 15u, 17u, 1023u}) {
        ASSERT_THAT(seal(key, sample(size), Shape::trailed, Purpose::data_key), Succeeds());
        EXPECT_EQ(envelope_.header().purpose, Purpose::unaligned_data_key);
        EXPECT_EQ(envelope_.ciphertext().size(), 16 * (size / 16 + 1));
    }
}

TEST_F(Encrypt, knows_one_purpose_in_the_three_piece_shape) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(32), Shape::three_piece, Purpose::data_key), Succeeds());
    EXPECT_EQ(envelope_.header().purpose, Purpose::message);
    EXPECT_EQ(open_text(text_of(envelope_)).value(), sample(32));
}

TEST_F(Encrypt, refuses_keys_that_cannot_seal) {
    struct Case {
        KeySpec spec;
        KeyUsage usage;
        ErrorCode error;
    };
    for (const Case& item : {Case{KeySpec::sm2, KeyUsage::encrypt_decrypt, ErrorCode::key_is_asymmetric},
                             Case{KeySpec::rsa_2048, KeyUsage::encrypt_decrypt, ErrorCode::key_is_asymmetric},
                             Case{KeySpec::sm2, KeyUsage::sign_verify, ErrorCode::key_is_for_signing},
                             Case{KeySpec::ec_p256, KeyUsage::sign_verify, ErrorCode::key_is_elliptic},
                             Case{KeySpec::ed25519, KeyUsage::sign_verify, ErrorCode::key_is_elliptic},
                             Case{KeySpec::hmac_256, KeyUsage::generate_verify_mac, ErrorCode::key_is_for_mac}}) {
        EXPECT_THAT(seal(create(item.spec, item.usage).id, sample(1)), FailsWith(item.error)) << name_of(item.spec);
    }
}

TEST_F(Encrypt, needs_an_enabled_key) {
    const KeyId key = create().id;
    for (const auto& [state, error] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                       std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::pending_import, ErrorCode::key_pending_import},
                                       std::pair{KeyState::archived, ErrorCode::key_archived}}) {
        set_state(key, state);
        EXPECT_THAT(seal(key, sample(1)), FailsWith(error));
        EXPECT_THAT(seal(key, sample(16), Shape::trailed, Purpose::data_key), FailsWith(error));
    }
    set_state(key, KeyState::enabled);
    EXPECT_THAT(seal(key, sample(1)), Succeeds());
}

TEST_F(Encrypt, uses_the_newest_version_and_decrypt_the_one_of_the_message) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(3)), Succeeds());
    const std::string old_text = text_of(envelope_);
    EXPECT_EQ(envelope_.header().version, 0u);
    commit(store::AddKeyVersion{.key = key,
                                .expected_revision = current(key)->revision,
                                .material = crypto::random_secret(32),
                                .public_key = {},
                                .created = clock_.now()});
    ASSERT_THAT(seal(key, sample(4)), Succeeds());
    EXPECT_EQ(envelope_.header().version, 1u);
    EXPECT_EQ(open_text(text_of(envelope_)).value(), sample(4));
    EXPECT_EQ(open_text(old_text).value(), sample(3));
}

TEST_F(Decrypt, needs_an_enabled_or_archived_key) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(1)), Succeeds());
    const std::string text = text_of(envelope_);
    for (const auto& [state, error] : {std::pair{KeyState::disabled, ErrorCode::key_disabled},
                                       std::pair{KeyState::pending_deletion, ErrorCode::key_pending_deletion},
                                       std::pair{KeyState::pending_import, ErrorCode::key_pending_import}}) {
        set_state(key, state);
        EXPECT_THAT(open_text(text), FailsWith(error));
    }
    for (const KeyState state : {KeyState::archived, KeyState::enabled}) {
        set_state(key, state);
        EXPECT_THAT(open_text(text), Succeeds());
    }
}

TEST_F(Decrypt, rejects_another_context) {
    const KeyId key = create().id;
    const Bytes context = context_of("purpose", "backup");
    ASSERT_THAT(seal(key, sample(1), Shape::three_piece, Purpose::message, context), Succeeds());
    EXPECT_THAT(open(envelope_, {.context = context}), Succeeds());
    EXPECT_THAT(open(envelope_, {.context = kNoContext}), FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_THAT(open(envelope_, {.context = context_of("purpose", "other")}),
                FailsWith(ErrorCode::ciphertext_rejected));
    ASSERT_THAT(seal(key, sample(1)), Succeeds());
    EXPECT_THAT(open(envelope_, {.context = context}), FailsWith(ErrorCode::ciphertext_rejected));
}

TEST_F(Decrypt, rejects_another_purpose) {
    const KeyId key = create().id;
    const DecryptInput message{.context = kNoContext};
    const DecryptInput any_data_key{.context = kNoContext, .any_data_key_purpose = true};
    ASSERT_THAT(seal(key, sample(32), Shape::trailed, Purpose::data_key), Succeeds());
    EXPECT_THAT(open(envelope_, message), FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_THAT(open(envelope_, any_data_key), Succeeds());
    ASSERT_THAT(seal(key, sample(33), Shape::trailed, Purpose::data_key), Succeeds());
    EXPECT_THAT(open(envelope_, message), FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_EQ(open(envelope_, any_data_key).value(), sample(33));
    ASSERT_THAT(seal(key, sample(32), Shape::trailed), Succeeds());
    EXPECT_THAT(open(envelope_, any_data_key), FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_THAT(open(envelope_, message), Succeeds());
}

TEST_F(Decrypt, rejects_a_key_that_the_caller_did_not_expect) {
    const KeyId key = create().id;
    const KeyId other = create().id;
    ASSERT_THAT(seal(key, sample(1), Shape::trailed), Succeeds());
    EXPECT_THAT(open(envelope_, {.context = kNoContext, .expected_key = key}), Succeeds());
    EXPECT_THAT(open(envelope_, {.context = kNoContext, .expected_key = other}),
                FailsWith(ErrorCode::ciphertext_rejected));
}

TEST_F(Decrypt, rejects_a_key_that_the_message_does_not_name) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(1)), Succeeds());
    Bytes plaintext(envelope_.ciphertext().size());
    EXPECT_THAT(decrypt(call(), create(), {.context = kNoContext}, envelope_, plaintext),
                FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_THAT(decrypt(call(), at(key), {.context = kNoContext}, envelope_, plaintext), Succeeds());
}

TEST_F(Decrypt, rejects_a_message_rewritten_in_the_other_shape) {
    const KeyId key = create().id;
    ASSERT_THAT(seal(key, sample(1)), Succeeds());
    Envelope other;
    keys::EnvelopeHeader header = envelope_.header();
    header.shape = Shape::trailed;
    other.begin(header, store_->installation_id(), envelope_.ciphertext().size());
    std::ranges::copy(envelope_.salt(), other.salt().begin());
    std::ranges::copy(envelope_.ciphertext(), other.ciphertext().begin());
    std::ranges::copy(envelope_.proof(), other.proof().begin());
    EXPECT_THAT(open(other), FailsWith(ErrorCode::ciphertext_rejected));
}

TEST_F(Decrypt, rejects_a_message_that_names_a_key_of_another_kind) {
    const KeyId signing_key = create(KeySpec::ec_p256, KeyUsage::sign_verify).id;
    for (const KeyId& key : {signing_key, create(KeySpec::sm4).id}) {
        Envelope forged;
        forged.begin({.shape = Shape::trailed, .purpose = Purpose::message, .suite = 0, .version = 0, .key = key},
                     store_->installation_id(), 16);
        std::ranges::fill(forged.salt(), std::uint8_t{0});
        std::ranges::fill(forged.ciphertext(), std::uint8_t{0});
        std::ranges::fill(forged.proof(), std::uint8_t{0});
        EXPECT_THAT(open(forged), FailsWith(ErrorCode::ciphertext_rejected));
    }
}

TEST_F(Decrypt, leaves_zeros_where_the_plaintext_would_be_when_it_refuses) {
    const store::Key& key = create();
    ASSERT_THAT(seal(key.id, sample(5)), Succeeds());
    envelope_.proof()[31] ^= 1;
    Bytes plaintext(16, 0xaa);
    EXPECT_THAT(decrypt(call(), key, {.context = kNoContext}, envelope_, plaintext),
                FailsWith(ErrorCode::ciphertext_rejected));
    EXPECT_EQ(plaintext, Bytes(16, 0));
}

// A flipped bit may name a key that does not exist; whatever else it hits is malformed or rejected.
MATCHER(IsRefused, "is refused as malformed, rejected or of an absent key") {
    if (arg.has_value()) return false;
    *result_listener << "which fails with " << name_of(arg.error().code);
    return arg.error().code == ErrorCode::ciphertext_malformed || arg.error().code == ErrorCode::ciphertext_rejected ||
           arg.error().code == ErrorCode::key_not_found;
}

TEST_F(Decrypt, refuses_a_three_piece_text_with_any_bit_flipped) {
    for (const KeySpec spec : {KeySpec::aes_256, KeySpec::sm4}) {
        ASSERT_THAT(seal(create(spec).id, sample(5)), Succeeds());
        const std::string text = text_of(envelope_);
        for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
            std::string altered = text;
            altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << bit % 8));
            EXPECT_THAT(open_text(altered), IsRefused()) << "bit " << bit;
        }
    }
}

TEST_F(Decrypt, refuses_a_trailed_message_with_any_bit_flipped_and_the_closing_digest_made_right) {
    for (const KeySpec spec : {KeySpec::aes_256, KeySpec::sm4}) {
        ASSERT_THAT(seal(create(spec).id, sample(5), Shape::trailed), Succeeds());
        const Bytes bytes = bytes_of(envelope_);
        const std::size_t body_bytes = bytes.size() - 32;
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            Bytes altered = bytes;
            altered[bit / 8] = static_cast<std::uint8_t>(altered[bit / 8] ^ (1 << bit % 8));
            EXPECT_THAT(open_bytes(altered), FailsWith(ErrorCode::ciphertext_malformed)) << "bit " << bit;
            if (bit / 8 >= body_bytes) continue;
            std::ranges::copy(crypto::sha256(ByteView{altered}.first(body_bytes)),
                              altered.begin() + static_cast<std::ptrdiff_t>(body_bytes));
            EXPECT_THAT(open_bytes(altered), IsRefused()) << "bit " << bit << " with a right digest";
        }
    }
}

TEST_F(Trailed, refuses_every_other_length) {
    ASSERT_THAT(seal(create().id, sample(5), Shape::trailed), Succeeds());
    Bytes bytes = bytes_of(envelope_);
    EXPECT_EQ(bytes.size(), 140u);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_THAT(open_bytes(ByteView{bytes}.first(size)), FailsWith(ErrorCode::ciphertext_malformed)) << size;
    bytes.push_back(0);
    EXPECT_THAT(open_bytes(bytes), FailsWith(ErrorCode::ciphertext_malformed));
}

}  // namespace
}  // namespace tandem::service
