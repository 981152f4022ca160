#pragma once
// White-box keys as this API names and shows them.

#include "tandem/service/actions/white_box_keys.hpp"

#include "tencent/v2019/operation.hpp"

#include <vector>

namespace tandem::api::tencent::v2019 {

// KeyId, which the log line says too. Error: key_id_malformed.
Result<store::ObjectId> read_white_box_key_id(Request& request);
// KeyIds. Error: key_id_malformed.
Result<std::vector<store::ObjectId>> read_white_box_key_ids(Request& request);

void write_white_box_key_id(JsonWriter& out, const store::ObjectId& id);

// EncryptKey and DecryptKey. The vendor's forms are not public; here DecryptKey is the raw key, and EncryptKey the id
// of the key and then the same (docs/white-box.md).
void write_encrypt_key(JsonWriter& out, const store::WhiteBoxKey& key, ByteView raw);
void write_decrypt_key(JsonWriter& out, ByteView raw);

// The members of a WhiteboxKeyInfo (section 9); the caller opens and closes the object.
void write_white_box_key_info(Request& request, const store::WhiteBoxKey& key, ByteView raw);

}  // namespace tandem::api::tencent::v2019
