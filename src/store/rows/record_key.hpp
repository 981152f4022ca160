#pragma once
// Sealing what the store keeps under a key of the hierarchy (unseal key, root key, tenant key): docs/formats.md,
// "Wrapped records". A record opens only in the place for which it was sealed.

#include "tandem/base/bytes.hpp"
#include "tandem/base/ids.hpp"
#include "tandem/base/secret.hpp"
#include "tandem/crypto/digest.hpp"
#include "tandem/crypto/sealing.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tandem::store {

inline constexpr std::size_t kWrappingKeyBytes = 32;  // root and tenant keys
inline constexpr std::string_view kRowMacPurpose = "tandem/v1/row";
inline constexpr std::string_view kDerivationPurpose = "tandem/v1/token";  // called by its first use
inline constexpr std::string_view kFingerprintPurpose = "tandem/v1/fingerprint";

using WrappingKeyId = std::array<std::uint8_t, 16>;

// A key derived from a root or tenant key for something else than sealing.
[[nodiscard]] crypto::HmacSha256Key subkey(ByteView wrapping_key, std::string_view purpose);

// The one column of one row that a record belongs to.
struct RecordPlace {
    KeySpaceId space;  // zeros: of none
    std::string_view table;
    ByteView object;            // id of the key, key space or credential
    std::uint32_t version = 0;  // of the object, where it has versions
    std::string_view column;
};

// Immutable and thread-safe.
class RecordKey {
  public:
    RecordKey(const WrappingKeyId& id, std::uint32_t version, ByteView material);

    // format 01 ‖ wrapping key id 16 ‖ wrapping key version u32: the clear beginning of every record.
    static constexpr std::size_t kHeadBytes = 21;

    [[nodiscard]] Bytes seal(const RecordPlace& place, ByteView plaintext) const;
    // Nothing when the record was altered, is another key's, or was sealed for another place.
    [[nodiscard]] std::optional<SecretBytes> open(const RecordPlace& place, ByteView record) const;

    // The same without the head, for those who keep many records of one key.
    [[nodiscard]] ByteView head() const noexcept { return head_; }
    [[nodiscard]] std::optional<SecretBytes> open_body(const RecordPlace& place, ByteView body) const;

  private:
    using Head = std::array<std::uint8_t, kHeadBytes>;

    Head head_;
    Bytes info_;  // the HKDF info without the salt
    crypto::SealingKey sealing_key_;
};

}  // namespace tandem::store
