#pragma once
// How requests name keys (section 1, rows key_id and "key_id as alias"). A key that was named by its id, or found, is
// noted in the request's facts.

#include "huawei/operation.hpp"

namespace tandem::api::huawei {

// The id alone. Errors: key_id_malformed; key_not_found for a text of the right shape that no key can have.
Result<KeyId> read_key_id(const OperationCall& call, std::string_view text);

// The id, alias/<name>, or kms:<region>:<domain_id>:alias:<name>; a URN of another domain is key_not_found. The text
// must outlive the result.
Result<service::KeyRef> read_key_reference(const OperationCall& call, std::string_view text);

// The key of such a reference. Errors: service::find_key's.
Result<const store::Key*> find_referenced_key(const OperationCall& call, const service::KeyRef& reference);
// The key whose id alone a field holds. Errors: read_key_id's, service::find_key's.
Result<const store::Key*> find_named_key(const OperationCall& call, std::string_view field);

// The key, if it may do `operation` and is AES or SM4. Errors in the order of section 5.3: key_not_found, state,
// key_is_elliptic, key_is_for_mac, key_is_for_signing, key_is_asymmetric.
Result<const store::Key*> find_symmetric_key(const OperationCall& call, std::string_view text,
                                             keys::Operation operation);

void note_key(Exchange& exchange, const KeyId& key) noexcept;

}  // namespace tandem::api::huawei
