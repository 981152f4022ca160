// DisableWhiteBoxKey (API 3.0 spec section 8).

#include "moves.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::disable_white_box_key {

namespace {

constexpr FieldRule kFields[] = {kKeyId};

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableWhiteBoxKey",
    .details = {.per_second = 200},
    .fields = kFields,
    .place = Place::worker,
    .steps = steps<read_white_box_key_id, move_white_box_key<service::disable_white_box_keys>>(),
};

}  // namespace tandem::api::tencent::v2019::disable_white_box_key
