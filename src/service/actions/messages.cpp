#include "tandem/service/actions/messages.hpp"

#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/key_state.hpp"

#include "key_rules.hpp"
#include "message_binding.hpp"

#include <algorithm>

namespace tandem::service {

namespace {

using keys::Purpose;

constexpr crypto::Suite suite_of(keys::KeySpec spec) noexcept {
    return spec == keys::KeySpec::sm4 ? crypto::Suite::sm4_ctr_hmac_sm3 : crypto::Suite::aes256_gcm;
}

// The three-piece shape tells no purposes apart; among data keys the length decides, so that each has one form.
Purpose purpose_of(const EncryptInput& input) noexcept {
    if (input.shape == keys::Shape::three_piece || input.purpose == Purpose::message) return Purpose::message;
    return input.plaintext.size() % 16 == 0 ? Purpose::data_key : Purpose::unaligned_data_key;
}

// The purpose under which a message has to open. The wire tells one kind of data key from the other, and no more; under
// a purpose that is not the message's own it does not open.
Purpose purpose_to_open(const DecryptInput& input, Purpose on_wire) noexcept {
    if (!input.any_data_key_purpose) return input.purpose;
    return on_wire == Purpose::unaligned_data_key ? Purpose::unaligned_data_key : Purpose::data_key;
}

// Everything that must hold of an envelope whose key was found.
bool is_acceptable(const DecryptInput& input, const keys::EnvelopeHeader& header, const store::Key& key) noexcept {
    if (header.key != key.id || !keys::is_symmetric_cipher(key.spec)) return false;
    if (header.suite != static_cast<std::uint8_t>(suite_of(key.spec))) return false;
    return !input.expected_key || *input.expected_key == key.id;
}

Error rejected() { return fail(ErrorCode::ciphertext_rejected); }

}  // namespace

Result<void> check_plaintext(ByteView plaintext) {
    if (plaintext.empty()) return fail(ErrorCode::plaintext_empty);
    if (plaintext.size() > keys::kMaxPlaintextBytes) return fail(ErrorCode::plaintext_too_long);
    return {};
}

Result<const store::Key*> encrypt(const Call& call, const EncryptInput& input, keys::Envelope& envelope) {
    TANDEM_CHECK(check_plaintext(input.plaintext));
    const store::Key& key = input.key;
    TANDEM_CHECK(check_state(call, input.operation, key));
    TANDEM_CHECK(require_symmetric_cipher(key));
    TANDEM_TRY(const store::KeyVersion* version, newest_version(key));
    TANDEM_TRY(const store::OpenedMaterial* material, call.services.store.open_material(call.space, key, *version));

    const Purpose purpose = purpose_of(input);
    const crypto::Padding padding = padding_of(purpose);
    envelope.begin({.shape = input.shape,
                    .purpose = purpose,
                    .suite = static_cast<std::uint8_t>(material->sealing_key->suite()),
                    .version = version->number(),
                    .key = key.id},
                   call.services.store.installation_id(), crypto::sealed_length(input.plaintext.size(), padding));
    crypto::random_bytes(envelope.salt());
    const MessageBinding binding{sealing_space_of(call.space, key), envelope, purpose, input.context};
    material->sealing_key->seal(binding.info(), envelope.salt(), {binding.info(), binding.tail(), input.context},
                                input.plaintext, padding, envelope.ciphertext(), envelope.proof());
    return &key;
}

Result<DecryptOutput> decrypt(const Call& call, const store::Key& key, const DecryptInput& input,
                              keys::Envelope& envelope, MutableBytes plaintext) {
    const keys::EnvelopeHeader& header = envelope.header();
    TANDEM_CHECK(check_state(call, keys::Operation::decrypt, key));
    if (!is_acceptable(input, header, key)) return rejected();
    TANDEM_TRY(const store::KeyVersion* version, require_version(call, key, header.version));
    TANDEM_TRY(const store::OpenedMaterial* material, call.services.store.open_material(call.space, key, *version));

    const Purpose purpose = purpose_to_open(input, header.purpose);
    const MessageBinding binding{sealing_space_of(call.space, key), envelope, purpose, input.context};
    const auto opened =
        material->sealing_key->open(binding.info(), envelope.salt(), {binding.info(), binding.tail(), input.context},
                                    envelope.ciphertext(), envelope.proof(), padding_of(purpose), plaintext);
    if (!opened) return rejected();
    return DecryptOutput{.key = &key, .plaintext_bytes = *opened, .version = version->number()};
}

void write_trailed(const keys::Envelope& envelope, MutableBytes to) noexcept {
    const MutableBytes wire = to.first(envelope.encoded_length());
    envelope.encode_trailed_to(wire);
    const std::size_t body_bytes = wire.size() - crypto::Sha256Digest{}.size();
    std::ranges::copy(crypto::sha256(wire.first(body_bytes)), wire.subspan(body_bytes).begin());
}

Result<void> read_trailed(ByteView bytes, keys::Envelope& envelope) {
    TANDEM_CHECK(envelope.read_trailed(bytes));
    const std::size_t body_bytes = bytes.size() - crypto::Sha256Digest{}.size();
    const crypto::Sha256Digest digest = crypto::sha256(bytes.first(body_bytes));
    if (!std::ranges::equal(digest, bytes.subspan(body_bytes))) return fail(ErrorCode::ciphertext_malformed);
    return {};
}

}  // namespace tandem::service
