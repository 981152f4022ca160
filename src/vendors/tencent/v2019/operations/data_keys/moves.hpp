#pragma once
// Hosted data keys from one state to another: all that are named, or none.

#include "tencent/v2019/views/data_key_view.hpp"

#include <span>
#include <vector>

namespace tandem::api::tencent::v2019 {

using MoveDataKeys = Result<void> (*)(const service::Call&, std::span<const store::ObjectId>);

template <MoveDataKeys move>
Result<void> move_data_key(Request& request, const store::ObjectId& id) {
    return move(request.call(), {&id, 1});
}
template <MoveDataKeys move>
Result<void> move_data_keys(Request& request, const std::vector<store::ObjectId>& ids) {
    return move(request.call(), ids);
}

// The state that a data key leaves when it is enabled, or its deletion is cancelled.
enum class Leaves : std::uint8_t { enabled_or_disabled, pending_deletion };

// Names the key under which each data key would open again, for as many as are there and in that state: what is wrong
// with the next, and whether its key is still there, the move tells in its own order. `declared` may be absent.
void name_keys_of(Request& request, const DeclaredKey& declared, std::span<const store::ObjectId> ids, Leaves state);

}  // namespace tandem::api::tencent::v2019
