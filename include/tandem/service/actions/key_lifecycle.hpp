#pragma once
// Creating keys and moving them through their states. All of these change the store: worker pool.

#include "tandem/crypto/asymmetric.hpp"
#include "tandem/service/call.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace tandem::service {

// The algorithm of an asymmetric spec.
crypto::AsymmetricAlgorithm algorithm_of(keys::KeySpec spec) noexcept;

struct CreateKeyInput {
    keys::KeySpec spec = keys::KeySpec::aes_256;
    keys::KeyUsage usage = keys::KeyUsage::encrypt_decrypt;
    keys::KeyOrigin origin = keys::KeyOrigin::generated;  // external: pending_import, no material
    GivenAlias alias{};                                   // "" = none
    std::string description{};
    std::vector<store::Tag> tags{};  // checked by the caller (service/tags.hpp)
    store::ObjectId keystore{};      // service/actions/keystores.hpp
};
// Errors: alias_exists, key_limit_exceeded, key_usage_invalid (spec and usage do not fit), keystore_not_found,
// keystore_disabled, keystore_without_import.
Result<const store::Key*> create_key(const Call& call, const CreateKeyInput& input);

// Meaning of a repeated enable or disable: one vendor's harmless success is another's error.
enum class Repeat : bool { harmless, refused };

// All or nothing. The keys are distinct (else key_id_duplicate). Errors: enable: key_pending_deletion,
// key_pending_import, key_archived, and key_not_disabled on a repeat that is refused; disable: the same with
// key_not_enabled, and key_in_use.
Result<void> enable_keys(const Call& call, std::span<const store::Key* const> keys, Repeat repeat);
Result<void> disable_keys(const Call& call, std::span<const store::Key* const> keys, Repeat repeat);

struct ScheduleDeletionInput {
    const store::Key& key;
    std::uint32_t days;
    bool must_be_disabled;  // else key_not_disabled from enabled
};
// Errors: key_in_use, key_already_pending_deletion, key_not_disabled, key_archived.
Result<const store::Key*> schedule_key_deletion(const Call& call, const ScheduleDeletionInput& input);
// Returns it to disabled, or to pending_import when there is no material. Error: key_not_pending_deletion.
Result<const store::Key*> cancel_key_deletion(const Call& call, const store::Key& key);

// From enabled alone, and back. Errors: key_in_use and what keeps the key from encrypting; key_not_archived.
Result<const store::Key*> archive_key(const Call& call, const store::Key& key);
Result<const store::Key*> cancel_archive(const Call& call, const store::Key& key);

// Refused in pending_deletion (key_pending_deletion). `description` is the whole new text.
Result<const store::Key*> update_description(const Call& call, const store::Key& key, std::string description);
// Renames the primary alias; "" removes it. Errors: key_pending_deletion, alias_exists.
Result<const store::Key*> update_alias(const Call& call, const store::Key& key, const GivenAlias& alias);

}  // namespace tandem::service
