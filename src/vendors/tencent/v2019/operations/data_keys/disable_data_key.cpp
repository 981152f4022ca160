// DisableDataKey (API 3.0 spec section 8).

#include "moves.hpp"
#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::disable_data_key {

namespace {

constexpr FieldRule kFields[] = {kDataKeyId, kMemberAccount};

}  // namespace

extern constexpr Operation kOperation{.name = "DisableDataKey",
                                      .fields = kFields,
                                      .errors = kDataKeyStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read_data_key_id, move_data_key<service::disable_data_keys>>()};

}  // namespace tandem::api::tencent::v2019::disable_data_key
