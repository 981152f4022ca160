#pragma once
// White-box keys: symmetric keys of which one half encrypts here and the other is given to programs that decrypt by
// themselves. All that changes them runs on the worker pool.

#include "tandem/base/secret.hpp"
#include "tandem/crypto/cbc.hpp"
#include "tandem/service/call.hpp"
#include "tandem/service/tags.hpp"

#include <array>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tandem::service {

using store::ObjectId;
using store::WhiteBoxKey;

struct WhiteBoxKeyFacts {
    std::string name;                             // unique among the tenant's
    keys::KeySpec spec = keys::KeySpec::aes_256;  // or sm4
    std::string description{};
    std::vector<store::Tag> tags{};
};
// Errors: alias_exists, white_box_key_limit_exceeded.
Result<const WhiteBoxKey*> create_white_box_key(const Call& call, WhiteBoxKeyFacts facts);

// Error: white_box_key_not_found.
Result<const WhiteBoxKey*> find_white_box_key(const Call& call, const ObjectId& id);
// The raw key, of material_bytes() of its spec. Error: internal.
Result<SecretBytes> raw_white_box_key(const Call& call, const WhiteBoxKey& key);

struct ListWhiteBoxKeysInput {
    std::size_t offset = 0;
    std::size_t limit = SIZE_MAX;
    std::function<bool(const WhiteBoxKey&)> matches{};
};
struct ListWhiteBoxKeysOutput {
    std::vector<const WhiteBoxKey*> page;  // the newest first
    std::size_t total = 0;                 // all that match
};
ListWhiteBoxKeysOutput list_white_box_keys(const Call& call, const ListWhiteBoxKeysInput& input);

// All or nothing; a repeat is harmless. Errors: white_box_key_not_found, key_id_duplicate.
Result<void> enable_white_box_keys(const Call& call, std::span<const ObjectId> ids);
Result<void> disable_white_box_keys(const Call& call, std::span<const ObjectId> ids);
// Errors: white_box_key_not_found, white_box_key_not_disabled.
Result<void> delete_white_box_key(const Call& call, const ObjectId& id);
// Errors: white_box_key_not_found, those of apply (tags.hpp).
Result<void> edit_white_box_tags(const Call& call, const ObjectId& id, const TagChanges& changes,
                                 const TagLimits& limits);
// All of them, in the place of those that were there.
Result<void> set_device_fingerprints(const Call& call, const ObjectId& id,
                                     std::vector<store::DeviceFingerprint> fingerprints);

using InitializationVector = std::array<std::uint8_t, crypto::kCbcIvBytes>;
struct WhiteBoxCiphertext {
    InitializationVector iv;
    Bytes ciphertext;  // CBC with PKCS#7
};
// Encrypts with an IV of its own unless one is given. Errors: plaintext_empty, plaintext_too_long,
// white_box_key_not_found, white_box_key_disabled.
Result<WhiteBoxCiphertext> encrypt_by_white_box(const Call& call, const ObjectId& id, ByteView plaintext,
                                                const std::optional<InitializationVector>& iv);

}  // namespace tandem::service
