#pragma once
// How keystores are called (section 5.1): "0" is the default one, "1" and "2" are shared clusters, others have UUIDs.

#include "huawei/request.hpp"

#include <string>
#include <string_view>

namespace tandem::api::huawei {

// Empty is the default one; whether there is one of this id is not looked up. Error: keystore_not_found, for a text
// that none is called by.
Result<store::ObjectId> read_keystore_id(std::string_view text);
std::string keystore_id_text(const store::ObjectId& keystore);

}  // namespace tandem::api::huawei
