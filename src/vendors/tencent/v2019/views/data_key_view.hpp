#pragma once
// Hosted data keys as this API names and shows them.

#include "tandem/service/actions/data_keys.hpp"

#include "tencent/v2019/operation.hpp"

#include <string>
#include <vector>

namespace tandem::api::tencent::v2019 {

// DataKeyId; the log line says the key of it. Error: data_key_id_malformed.
Result<store::ObjectId> read_data_key_id(Request& request);
// DataKeyIds, no two the same. Errors: data_key_id_malformed, data_key_id_duplicate.
Result<std::vector<store::ObjectId>> read_data_key_ids(Request& request);
// 1 to 60 of letters, digits, '-' and '_', the first a letter or digit, as of an alias: the vendor documents no rule
// (section 8). Error: data_key_name_malformed.
Result<std::string> read_data_key_name(const Fields& fields);

// DataKeyName, Description and Tags. Errors: read_data_key_name's, read_tags'.
Result<service::DataKeyFacts> read_data_key_facts(const Fields& fields);

void write_data_key_id(JsonWriter& out, const store::ObjectId& id);
// The members of a DataKeyMetadata (section 9); the caller opens and closes the object.
void write_data_key_metadata(Request& request, const store::HostedDataKey& data_key);

}  // namespace tandem::api::tencent::v2019
