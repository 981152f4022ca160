#include "record_key.hpp"

#include "tandem/crypto/random.hpp"

#include <algorithm>

namespace tandem::store {
namespace {

constexpr std::string_view kLabel = "tandem/v1/record";
constexpr std::uint8_t kFormat = 1;
constexpr crypto::Suite kSuite = crypto::Suite::aes256_gcm;
constexpr std::uint8_t kFamily = 0;  // of no dialect
constexpr std::uint8_t kPurpose = 0;

Bytes encode_place(const RecordPlace& place) {
    Bytes encoded;
    append_sized(encoded, as_bytes(place.table));
    append_sized(encoded, place.object);
    append_u32_be(encoded, place.version);
    append_sized(encoded, as_bytes(place.column));
    return encoded;
}

std::array<std::uint8_t, 4> length_of(ByteView bytes) {
    std::array<std::uint8_t, 4> length;
    store_u32_be(length.data(), static_cast<std::uint32_t>(bytes.size()));
    return length;
}

}  // namespace

crypto::HmacSha256Key subkey(ByteView wrapping_key, std::string_view purpose) {
    crypto::Sha256Digest raw = crypto::derive_subkey(kLabel, wrapping_key, purpose);
    const WipeOnExit wiped{raw};
    return crypto::HmacSha256Key{raw};
}

RecordKey::RecordKey(const WrappingKeyId& id, std::uint32_t version, ByteView material)
    : sealing_key_(kSuite, kLabel, material) {
    head_[0] = kFormat;
    std::ranges::copy(id, head_.begin() + 1);
    store_u32_be(head_.data() + 17, version);

    append(info_, as_bytes(kLabel));
    info_.insert(info_.end(), {0, static_cast<std::uint8_t>(kSuite), kFamily, kPurpose});
    append(info_, ByteView{head_}.subspan(1));
}

Bytes RecordKey::seal(const RecordPlace& place, ByteView plaintext) const {
    const Bytes encoded = encode_place(place);
    std::array<std::uint8_t, crypto::kSaltBytes> salt;
    crypto::random_bytes(salt);

    Bytes record(head_.size() + salt.size() + plaintext.size() + crypto::kProofBytes);
    auto at = std::ranges::copy(head_, record.begin()).out;
    std::ranges::copy(salt, at);
    const MutableBytes sealed = MutableBytes{record}.subspan(head_.size() + salt.size());
    sealing_key_.seal(info_, salt, {info_, place.space.bytes, length_of(head_), head_, length_of(encoded), encoded},
                      plaintext, crypto::Padding::none, sealed.first(plaintext.size()),
                      sealed.last<crypto::kProofBytes>());
    return record;
}

std::optional<SecretBytes> RecordKey::open(const RecordPlace& place, ByteView record) const {
    if (record.size() < head_.size() || !std::ranges::equal(record.first(head_.size()), head_)) return {};
    return open_body(place, record.subspan(head_.size()));
}

std::optional<SecretBytes> RecordKey::open_body(const RecordPlace& place, ByteView body) const {
    if (body.size() < crypto::kSaltBytes + crypto::kProofBytes) return {};
    const Bytes encoded = encode_place(place);
    const ByteView ciphertext =
        body.subspan(crypto::kSaltBytes, body.size() - crypto::kSaltBytes - crypto::kProofBytes);
    SecretBytes plaintext{ciphertext.size()};
    const auto size = sealing_key_.open(
        info_, body.first(crypto::kSaltBytes),
        {info_, place.space.bytes, length_of(head_), head_, length_of(encoded), encoded}, ciphertext,
        body.last<crypto::kProofBytes>(), crypto::Padding::none, plaintext.expose_secret_for_writing());
    if (!size) return {};
    return plaintext;
}

}  // namespace tandem::store
