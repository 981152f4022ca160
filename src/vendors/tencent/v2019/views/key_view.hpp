#pragma once
// Keys as this API names and shows them.

#include "tandem/store/records.hpp"

#include "tencent/v2019/operation.hpp"

#include <string_view>
#include <vector>

namespace tandem::api::tencent::v2019 {

// Names the key of that id, which the log line says too. Error: key_id_malformed.
Result<void> name_key(Request& request, const DeclaredKey& declared, std::string_view text);
// The same of a late key, which is found at once. Errors: key_id_malformed, those of Request::find_late.
Result<FoundKey> find_late_key(Request& request, const DeclaredKey& declared, std::string_view text);
// Names the keys of KeyIds, no two the same. What is wrong with one of them is told once those before it were found:
// key_id_malformed, key_id_duplicate.
void name_keys(Request& request, const DeclaredKey& declared);
// All that were named, once they are found.
std::vector<const store::Key*> found_keys(const Request& request);

// The key's alias, or "" when this API could not have given it.
std::string_view alias_of(const store::Key& key) noexcept;

void write_key_id(JsonWriter& out, std::string_view name, const KeyId& id);
// The last members of a KeyMetadata and of a DataKeyMetadata: whose it is and where its copies are.
void write_origin(Request& request);
// The members of a KeyMetadata (section 9); the caller opens and closes the object.
void write_key_metadata(Request& request, const store::Key& key);

}  // namespace tandem::api::tencent::v2019
