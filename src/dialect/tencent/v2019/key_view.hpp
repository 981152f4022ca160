#pragma once
// Keys as this API names and shows them.

#include "tandem/store/records.hpp"

#include "tencent/v2019/action.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace tandem::dialect::tencent::v2019 {

// The key that a field names; what the log line says of the request. Errors: key_id_malformed, key_not_found (also for
// a key that this API has no words for).
Result<const store::Key*> find_key(ActionCall& action, std::string_view field);
// The keys of KeyIds, 1 to 100 and no two the same. Errors: parameter_out_of_range, key_id_duplicate, find_key's.
Result<std::vector<const store::Key*>> find_keys(ActionCall& action);

// 1 to 60 of letters, digits, '-' and '_', the first a letter or digit (section 6).
bool is_alias(std::string_view text) noexcept;
// The alias that a caller may give: not one of the cloud products' "kms-". Error: alias_malformed.
Result<void> check_new_alias(std::string_view alias);
// At most 1,024 bytes. Error: description_too_long.
Result<void> check_description(std::string_view description);

// HsmClusterId: "" and "default" are the shared edition, the only one here. Error: parameter_invalid.
Result<void> check_hsm_cluster(const Fields& fields);

// The key's alias, or "" when this API could not have given it.
std::string_view alias_of(const store::Key& key) noexcept;

void write_key_id(JsonWriter& out, std::string_view name, const KeyId& id);
// The members of a KeyMetadata (section 9); the caller opens and closes the object.
void write_key_metadata(JsonWriter& out, const store::Tenant& tenant, const store::Key& key);

}  // namespace tandem::dialect::tencent::v2019
