#pragma once
// How requests name keys (section 1, rows key_id and "key_id as alias"). A key that is named by its id is noted in the
// request's facts.

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// Names the key by its id alone. Errors: key_id_malformed; key_not_found for a text of the right shape that no key can
// have.
Result<void> name_own_key(Request& request, const DeclaredKey& declared, std::string_view text);

// Names the key by its id, alias/<name>, or kms:<region>:<domain_id>:alias:<name>; a URN of another domain is
// key_not_found. The text must outlive the request.
Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view text);
// The same of a key that is found late.
Result<service::KeyRef> read_key_reference(Request& request, std::string_view text);

// Whether the key may do `operation` and is AES or SM4. Errors in the order of section 5.3: state, key_is_for_mac,
// key_is_elliptic, key_is_for_signing, key_is_asymmetric.
Result<void> check_symmetric_key(const service::Call& call, const store::Key& key, keys::Operation operation);

}  // namespace tandem::api::huawei
