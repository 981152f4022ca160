#pragma once
// Hosted data keys: data keys that the server keeps for their owner, as ciphertexts under one of its keys. All that
// changes them runs on the worker pool.

#include "tandem/base/secret.hpp"
#include "tandem/service/call.hpp"

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace tandem::service {

using store::HostedDataKey;
using store::ObjectId;

// Facts of a data key that is to be hosted.
struct DataKeyFacts {
    std::string name;  // unique among the tenant's
    std::string description{};
    std::vector<store::Tag> tags{};
};

// Checks what hosting asks first: the answer to a name that is taken does not depend on the key. Errors:
// data_key_name_exists, data_key_limit_exceeded.
Result<void> check_new_data_key(const Call& call, const DataKeyFacts& facts);

// Errors of the three: check_new_data_key's, and those of encrypting a data key (messages.hpp) but for
// the plaintext's length.
struct GenerateHostedInput {
    DataKeyFacts facts;
    const store::Key& key;
    std::uint32_t bytes;
    ByteView context{};  // canonical; bound to the ciphertext
};
struct GeneratedDataKey {
    const HostedDataKey* data_key;
    SecretBytes plaintext;
};
Result<GeneratedDataKey> generate_hosted_data_key(const Call& call, const GenerateHostedInput& input);
// A data key that the caller has in clear. Errors: plaintext_empty, plaintext_too_long (over kMaxDataKeyBytes).
Result<const HostedDataKey*> import_data_key(const Call& call, DataKeyFacts facts, const store::Key& key,
                                             ByteView plaintext);
// The key that a three-piece ciphertext is under; `expected`: that it must be, if the caller names one. Error:
// data_key_material_invalid.
Result<KeyId> key_of_sealed_data_key(std::string_view ciphertext, const KeyId* expected);
// A three-piece ciphertext without a context, with its key. Error: data_key_material_invalid (it does not open, is
// another key's, or is too long for a data key).
Result<const HostedDataKey*> import_sealed_data_key(const Call& call, DataKeyFacts facts, std::string_view ciphertext,
                                                    const store::Key& key);

// Unless it is absent or past its deletion date: data_key_not_found.
Result<const HostedDataKey*> find_data_key(const Call& call, const ObjectId& id);
// Whether its state lets it be opened. Errors: data_key_disabled, data_key_pending_deletion.
Result<void> check_openable(const HostedDataKey& data_key);
// The key that its ciphertext is under. Error: ciphertext_malformed.
Result<KeyId> key_of_data_key(const HostedDataKey& data_key);
// Opens with that key. Errors: those of the two above, then those of decrypting under it.
Result<SecretBytes> open_data_key(const Call& call, const HostedDataKey& data_key, const store::Key& key);

struct ListDataKeysInput {
    std::size_t offset = 0;
    std::size_t limit = 10;
    bool oldest_first = false;
    std::function<bool(const HostedDataKey&)> matches{};  // then every one is looked at
};
struct ListDataKeysOutput {
    std::vector<const HostedDataKey*> page;
    std::size_t total = 0;
};
ListDataKeysOutput list_data_keys(const Call& call, const ListDataKeysInput& input);
// Those that count: not the ones that wait for their deletion.
std::size_t data_keys_in_use(const Call& call);

// All or nothing; a repeat is harmless. Errors of both: data_key_not_found, data_key_id_duplicate,
// data_key_pending_deletion. Enabling needs a key that could open it: find_key's errors and those of its state.
Result<void> enable_data_keys(const Call& call, std::span<const ObjectId> ids);
Result<void> disable_data_keys(const Call& call, std::span<const ObjectId> ids);
// From enabled or disabled. Error: data_key_pending_deletion.
Result<const HostedDataKey*> schedule_data_key_deletion(const Call& call, const ObjectId& id, std::uint32_t days);
// Returns it to disabled. Errors: data_key_not_pending_deletion, and as enabling.
Result<void> cancel_data_key_deletion(const Call& call, const ObjectId& id);
// Error: data_key_name_exists.
Result<void> rename_data_key(const Call& call, const ObjectId& id, std::string name);
Result<void> describe_data_key(const Call& call, const ObjectId& id, std::string description);

}  // namespace tandem::service
