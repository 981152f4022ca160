#include "moves.hpp"

namespace tandem::api::tencent::v2019 {

void name_keys_of(Request& request, const DeclaredKey& declared, std::span<const store::ObjectId> ids, Leaves state) {
    for (const store::ObjectId& id : ids) {
        const auto data_key = service::find_data_key(request.call(), id);
        if (data_key.has_error()) return;
        const bool is_pending = (*data_key)->state == keys::KeyState::pending_deletion;
        if (is_pending != (state == Leaves::pending_deletion)) return;
        request.name_key(declared, (*data_key)->key);
    }
}

}  // namespace tandem::api::tencent::v2019
