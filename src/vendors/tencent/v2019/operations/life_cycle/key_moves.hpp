#pragma once
// EnableKey(s) and DisableKey(s): every key that was named, or none. Enabling what is enabled, and the reverse, is
// harmless here (section 6).

#include "tandem/service/actions/key_lifecycle.hpp"

#include "tencent/v2019/views/key_view.hpp"

#include <span>

namespace tandem::api::tencent::v2019 {

using MoveKeys = Result<void> (*)(const service::Call&, std::span<const store::Key* const>, service::Repeat);

template <MoveKeys move>
Result<void> move_named_keys(Request& request) {
    return move(request.call(), found_keys(request), service::Repeat::harmless);
}

}  // namespace tandem::api::tencent::v2019
