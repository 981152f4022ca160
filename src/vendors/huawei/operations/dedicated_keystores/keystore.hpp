#pragma once
// Dedicated keystores (section 7): records of where keys live apart.

#include "tandem/api/json_writer.hpp"
#include "tandem/service/actions/keystores.hpp"

#include "huawei/request.hpp"

namespace tandem::api::huawei {

// The id in the path. The default and the shared ones are nobody's to look at or to change. Error: keystore_not_found.
Result<store::ObjectId> read_dedicated_keystore_id(Request& request);

// Members, into an open object.
void write_keystore(JsonWriter& json, const Request& request, const service::DedicatedKeystore& keystore);

// How enabling and disabling are answered.
void answer_keystore_state(const Request& request, const service::DedicatedKeystore& keystore);

}  // namespace tandem::api::huawei
