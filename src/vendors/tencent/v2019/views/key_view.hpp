#pragma once
// Keys as this API names and shows them.

#include "tandem/store/records.hpp"

#include "tencent/v2019/action.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tandem::api::tencent::v2019 {

// What the log line says of the request.
inline void note_key(const ActionCall& action, const KeyId& key) noexcept {
    action.facts.key = key;
    action.facts.has_key = true;
}

// The key that a field names; what the log line says of the request. Errors: key_id_malformed, key_not_found (also for
// a key that this API has no words for).
Result<const store::Key*> find_key(ActionCall& action, std::string_view field);
// The same for an id that stands in a longer text.
Result<const store::Key*> find_key_by_text(ActionCall& action, std::string_view text);
// The keys of KeyIds, no two the same. Errors: key_id_duplicate, find_key's.
Result<std::vector<const store::Key*>> find_keys(ActionCall& action);

// The key's alias, or "" when this API could not have given it.
std::string_view alias_of(const store::Key& key) noexcept;

void write_key_id(JsonWriter& out, std::string_view name, const KeyId& id);
// The last members of a KeyMetadata and of a DataKeyMetadata: whose it is and where its copies are.
void write_origin(ActionCall& action);
// The members of a KeyMetadata (section 9); the caller opens and closes the object.
void write_key_metadata(ActionCall& action, const store::Key& key);

}  // namespace tandem::api::tencent::v2019
