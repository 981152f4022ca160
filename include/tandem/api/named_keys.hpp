#pragma once
// Whether requests name keys, told from the names of fields.

#include "tandem/api/fields.hpp"

#include <span>
#include <string_view>

namespace tandem::api {

// KeyId, key_ids, DestinationKeyId, ciphertextBlob, cipher_text, and the Resource and ResourceIds of tags: the action
// may come to a key by it.
bool may_name_a_key(std::string_view field);

// The request has such a field, and the action finds a key by it: not a hosted data key or a white-box key alone.
bool names_a_key(std::string_view action, std::span<const FieldRule> rules, const Fields& fields);

}  // namespace tandem::api
