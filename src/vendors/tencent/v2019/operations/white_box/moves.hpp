#pragma once
// White-box keys from one state to another: all that are named, or none.

#include "tencent/v2019/views/white_box_view.hpp"

#include <span>
#include <vector>

namespace tandem::api::tencent::v2019 {

using MoveWhiteBoxKeys = Result<void> (*)(const service::Call&, std::span<const store::ObjectId>);

template <MoveWhiteBoxKeys move>
Result<void> move_white_box_key(Request& request, const store::ObjectId& id) {
    return move(request.call(), {&id, 1});
}
template <MoveWhiteBoxKeys move>
Result<void> move_white_box_keys(Request& request, const std::vector<store::ObjectId>& ids) {
    return move(request.call(), ids);
}

}  // namespace tandem::api::tencent::v2019
