#include "import_token.hpp"

#include "tandem/base/encoding.hpp"
#include "tandem/crypto/random.hpp"
#include "tandem/service/actions/import.hpp"

#include <algorithm>
#include <array>

namespace tandem::service {

namespace {

// version u8 ‖ token id 16 ‖ key id 16 ‖ expires u64 ‖ random filler, for clients that check the length of 200
// characters ‖ what the tenant derives for the label and all before.
constexpr std::uint8_t kVersion = 1;
constexpr std::string_view kLabel = "tandem/v1/import-token";
constexpr std::size_t kIdAt = 1;
constexpr std::size_t kKeyAt = kIdAt + 16;
constexpr std::size_t kExpiresAt = kKeyAt + 16;
constexpr std::size_t kFillerAt = kExpiresAt + 8;
constexpr std::size_t kProofAt = 160 - sizeof(crypto::Sha256Digest);
using TokenBytes = std::array<std::uint8_t, 160>;

crypto::Sha256Digest proof_of(const store::KeySpace& space, const TokenBytes& bytes) {
    return space.derive(kLabel, ByteView{bytes}.first(kProofAt));
}

template <class Id>
Id id_at(const TokenBytes& bytes, std::size_t at) {
    Id id;
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), id.bytes.size(), id.bytes.begin());
    return id;
}

}  // namespace

std::string write_import_token(const store::KeySpace& space, const store::ImportToken& token) {
    TokenBytes bytes;
    bytes[0] = kVersion;
    std::ranges::copy(token.id.bytes, bytes.begin() + kIdAt);
    std::ranges::copy(token.key.bytes, bytes.begin() + kKeyAt);
    store_u64_be(bytes.data() + kExpiresAt, static_cast<std::uint64_t>(to_milliseconds(token.expires)));
    crypto::random_bytes(MutableBytes{bytes}.subspan(kFillerAt, kProofAt - kFillerAt));
    std::ranges::copy(proof_of(space, bytes), bytes.begin() + kProofAt);
    return base64_encode(bytes);
}

Result<const store::ImportToken*> find_import_token(const Call& call, const KeyId& key, std::string_view text) {
    TokenBytes bytes;
    if (text.size() != base64_length(bytes.size())) return fail(ErrorCode::import_token_invalid);
    std::array<std::uint8_t, base64_capacity(base64_length(160))> decoded;
    const auto length = base64_decode_to(decoded, text);
    if (length != bytes.size()) return fail(ErrorCode::import_token_invalid);
    std::copy_n(decoded.begin(), bytes.size(), bytes.begin());
    if (bytes[0] != kVersion || !constant_time_equal(proof_of(call.space, bytes), ByteView{bytes}.subspan(kProofAt)))
        return fail(ErrorCode::import_token_invalid);
    if (id_at<KeyId>(bytes, kKeyAt) != key) return fail(ErrorCode::import_token_of_another_key);
    const TimePoint expires = from_milliseconds(static_cast<std::int64_t>(load_u64_be(bytes.data() + kExpiresAt)));
    const auto* token = store::Objects<store::ImportToken>{call.space}.find(id_at<store::ObjectId>(bytes, kIdAt));
    // One that is gone was swept away or pushed out by newer ones.
    const bool live = token != nullptr && token->wrapping != kHoldsMaterial && call.services.clock.now() < expires &&
                      token->failures < kImportTries;
    if (!live) return fail(ErrorCode::import_token_expired);
    return token;
}

const store::ImportToken* find_waiting(const store::KeySpace& space, const KeyId& key) {
    const auto tokens = store::Objects<store::ImportToken>{space}.of_key(key);
    const auto found = std::ranges::find(tokens, kHoldsMaterial, &store::ImportToken::wrapping);
    return found == tokens.end() ? nullptr : *found;
}

}  // namespace tandem::service
