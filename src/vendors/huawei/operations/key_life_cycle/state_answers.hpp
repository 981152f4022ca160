#pragma once
// How changes of a key's state are answered (section 5.3): those of enabling and disabling nested, those of scheduling
// and cancelling a deletion flat.

#include "huawei/request.hpp"

namespace tandem::api::huawei {

void write_nested_state(const Request& request, const KeyId& key, keys::KeyState state);
void write_flat_state(const Request& request, const store::Key& key);

}  // namespace tandem::api::huawei
