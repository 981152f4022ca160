// DisableWhiteBoxKeys (API 3.0 spec section 8).

#include "moves.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::disable_white_box_keys {

namespace {

constexpr FieldRule kFields[] = {kWhiteBoxKeyIds};

}  // namespace

extern constexpr Operation kOperation{
    .name = "DisableWhiteBoxKeys",
    .details = {.per_second = 200},
    .fields = kFields,
    .place = Place::worker,
    .steps = steps<read_white_box_key_ids, move_white_box_keys<service::disable_white_box_keys>>(),
};

}  // namespace tandem::api::tencent::v2019::disable_white_box_keys
