// DisableDataKeys (API 3.0 spec section 8).

#include "moves.hpp"
#include "state_errors.hpp"
#include "tencent/v2019/operation.hpp"
#include "tencent/v2019/wire/field_rules.hpp"

namespace tandem::api::tencent::v2019::disable_data_keys {

namespace {

constexpr FieldRule kFields[] = {kDataKeyIds, kMemberAccount};

}  // namespace

extern constexpr Operation kOperation{.name = "DisableDataKeys",
                                      .fields = kFields,
                                      .errors = kDataKeysStateErrors,
                                      .place = Place::worker,
                                      .steps = steps<read_data_key_ids, move_data_keys<service::disable_data_keys>>()};

}  // namespace tandem::api::tencent::v2019::disable_data_keys
